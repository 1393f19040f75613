
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

set_up() {
  if [ "$KIND" = client-host ]; then
    set_up_client_host
    return
  fi
  judge
  judge_bundle "$TABLE"
  if [ "$state" = active ] && ours && has 'account|directory|parent|file|ca|release|program|package|leftover' "$differing"; then
    verdict restart-needed "$(paths_of 'account|directory|parent|file|ca|release|program|package|leftover' "$differing")"
  fi
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes && list_starts)"; fi
  apply
  start_etcd
  say_result
}

list_starts() {
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if [ "$state" != active ] && [ "$state" != activating ] && ! waits; then tell start "$UNIT"; fi
}

read_arguments() {
  for argument in "$@"; do
    case $argument in
      --check) check=yes ;;
      --inspect) verb=inspect ;;
      --update) verb=update ;;
      --renew) verb=renew ;;
      *)
        explained=yes
        echo 'usage: sh bootstrap.sh [--check]' >&2
        exit 1
        ;;
    esac
  done
}
