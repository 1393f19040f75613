
# --- A run of people, and of site.yml on nodes whose etcd does not run --------------------------------------------------

# Whether the bundle is whole: what was delivered is what files.txt names.
judge_bundle() {
  while read -r kind _ _ _ digest path; do
    [ -n "$path" ] || continue
    if [ ! -e "$here/rootfs$path" ]; then
      [ "$kind" = key ] || verdict bundle-incomplete "$path"
    elif [ ! -f "$here/rootfs$path" ] || [ "$(sha256sum <"$here/rootfs$path")" != "$digest  -" ]; then
      verdict bundle-differs "$path"
    fi
  done <<END
$(printf '%s\n' "$1" | lines_of 'file|ca|certificate|key')
END
  # A certificate is of no use with the key of another one: both are delivered, or the key was never here.
  while read -r _ _ _ _ digest path; do
    if [ ! -e "$here/rootfs$path" ] && [ -f "$path" ] && [ "$(sha256sum <"$path")" != "$digest  -" ]; then
      verdict key-of-another-certificate "$path"
    fi
  done <<END
$(printf '%s\n' "$differing" | lines_of key)
END
}

# What is to be done. Keys that nobody has delivered are waited for.
list_changes() {
  printf '%s\n' "$differing" | while read -r kind _ _ _ _ path; do
    case $kind in
      '' | owner) ;;
      account) tell_account ;;
      directory | parent) tell make "$path" ;;
      release | package) tell install "etcd $VERSION ($path)" ;;
      program) tell link "$path" ;;
      leftover) tell remove "$path" ;;
      *) if [ "$kind" != key ] || [ -e "$here/rootfs$path" ] || [ -e "$path" ]; then tell write "$path"; fi ;;
    esac
  done
}

# Exit code 2: there is something to do.
end_check() {
  [ -n "$1" ] || exit 0
  printf '%s\n' "$1"
  explained=yes
  exit 2
}

# While members move, their certificates have old and new names: one member dials another from an address that it has not left.
keep_old_names() {
  if [ "${MOVING-no}" = no ]; then return; fi
  TABLE=$(printf '%s\n' "$TABLE" | awk '
    $1 == "moving" { digest[$6] = $5 }
    $1 == "certificate" && $6 in digest { $5 = digest[$6] }
    { print }')
}

set_up() {
  if [ "$KIND" = client-host ]; then
    set_up_client_host
    return
  fi
  keep_old_names
  judge
  judge_bundle "$TABLE"
  # A restart does not help while something else is against the node.
  if [ -z "$verdicts" ] && [ "$state" = active ] && ours; then
    waiting=$(needs_restart | paste -sd ' ')
    [ -z "$waiting" ] || verdict restart-needed "$waiting"
  fi
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes && list_starts)"; fi
  apply
  start_etcd
  say_result
}

# Of what differs, what the running etcd has from its start. A file differs only if it does in what a running member reads.
needs_restart() {
  printf '%s\n' "$differing" | while read -r kind _ _ _ _ path; do
    case $kind in
      release | program | package) echo "$path" ;;
      file | ca)
        digest=$(awk -v path="$path" '$2 == path { print $1 }' "$STARTED_FILE" 2>/dev/null)
        if [ -n "$digest" ] && [ "$(running_digest "$path" "$here/rootfs$path")" != "$digest" ]; then echo "$path"; fi
        ;;
    esac
  done
}

# An etcd that does not take a setting, for example, ends at once, and systemd starts it again and again.
check_that_it_stays_up() {
  for _ in 1 2 3; do
    sleep 1
    case $(systemctl show --property=SubState --value "$UNIT") in
      running) return ;;
      auto-restart | failed) fail "etcd does not stay up. Its journal ends with: $(last_words)" ;;
    esac
  done
}

# Of etcd's last lines in JSON, only what is wrong.
last_words() {
  said=$(journalctl --unit="$UNIT" --lines=30 --no-pager --output=cat 2>/dev/null)
  wrong=$(printf '%s\n' "$said" | sed -nE 's/.*"level":"(fatal|panic|error)".*"msg":"([^"]*)".*"error":"([^"]*)".*/\2: \3/p' | tail -n 1)
  printf '%s\n' "${wrong:-$(printf '%s\n' "$said" | tail -n 3)}" | paste -sd ' '
}

list_starts() {
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if [ "$state" != active ] && [ "$state" != activating ] && ! waits; then tell start "$UNIT"; fi
}

missing_keys() {
  # shellcheck disable=SC2046 # several paths
  missing_among $(printf '%s\n' "$TABLE" | lines_of key | cut -d ' ' -f 6)
}

say_result() {
  missing=$(missing_keys | paste -sd ' ')
  if waits; then
    echo "$NODE: ready. etcd waits for its private keys and starts when they are here: $missing"
    return
  fi
  [ -z "$missing" ] || echo "$NODE: these private keys are still missing, and etcd does not wait for them: $missing"
  if [ "$state" != active ]; then
    [ -n "${RUN-}" ] || check_that_it_stays_up
    echo "$NODE: done. etcd is ready once a majority of the members is up: systemctl status etcd shows it."
  elif current; then
    echo "$NODE: as it should be."
  else
    echo "$NODE: as it should be, but etcd still runs with the files from before. Restart it while all other members are healthy, or run site.yml."
  fi
}

read_arguments() {
  for argument in "$@"; do
    case $argument in
      --check) check=yes ;;
      --inspect) verb=inspect ;;
      --update) verb=update ;;
      --renew) verb=renew ;;
      --release) verb=release ;;
      *)
        explained=yes
        echo 'usage: sh bootstrap.sh [--check]' >&2
        exit 1
        ;;
    esac
  done
}
