
# --- Facts: what is on this machine. Nothing here changes anything. ----------------------------------------------------

any_exists() {
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# Lines of a table by their kinds: lines_of 'file|certificate'
lines_of() {
  awk -v kinds="^($1)$" '$1 ~ kinds'
}

# Whether a table has a line of these kinds: has 'file|certificate' "$table"
has() {
  printf '%s\n' "$2" | awk -v kinds="^($1)$" '$1 ~ kinds { found = 1 } END { exit !found }'
}

# The paths of those lines, on one line.
paths_of() {
  printf '%s\n' "$2" | lines_of "$1" | cut -d ' ' -f 6 | paste -sd ' '
}

digest_of() {
  sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1
}

# The comment that a file begins with, after the line of a script's interpreter.
heading_of() {
  head -n 2 "$1" 2>/dev/null | grep '^#'
}

# Whether quorate wrote this file, in this version or an earlier one.
written_by_quorate() {
  grep -q "^$MARKER" "$1" 2>/dev/null || heading_of "$1" | grep -q "$EARLIER_MARKER"
}

# Whether quorate wrote this file for this cluster.
written_for_cluster() {
  grep -qxF -e "$MARKER$CLUSTER" "$1" 2>/dev/null || heading_of "$1" | grep -qF -e "$EARLIER_HEADING"
}

# The lines of files.txt that the machine does not match. A line has: kind, mode, owner, group, digest or target, path.
differing() {
  printf '%s\n' "$TABLE" | while read -r kind mode owner group content path; do
    case $kind in
      account) [ "$(id -gn "$owner" 2>/dev/null)" = "$group" ] ;;
      owner) id "$owner" >/dev/null 2>&1 && getent group "$group" >/dev/null ;;
      parent) [ -d "$path" ] ;;
      directory) [ -d "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] ;;
      file | ca | certificate | key)
        [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] &&
          [ "$(head -c 999999 "$path" | sha256sum)" = "$content  -" ]
        ;;
      release) [ -d "$path" ] ;;
      program) [ -x "$path" ] && [ "$(readlink "$path")" = "$content" ] ;;
      package) [ "$(installed "$path")" = "hold installed $content" ] ;;
      leftover) ! written_by_quorate "$path" ;;
    esac || printf '%s\n' "$kind $mode $owner $group $content $path"
  done
}

# Our ports that a process listens on (state 0A in the kernel's socket tables).
listening() {
  for port in $PORTS; do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$port" -v hexadecimal="$(printf '%04X' "$port")" \
        '$4 == "0A" && $2 ~ (":" hexadecimal "$") { print port; exit }'
  done
}

# Settings of etcd from elsewhere, which etcd would refuse or ignore: drop-ins of the units, systemd's own environment. What a
# drop-in must not have is in src/etcd/drop-ins.ts too.
interfering() {
  {
    for path in $(systemctl show --property=DropInPaths --value "$UNIT" "$KEYS_UNIT"); do
      [ "$path" = "$JOINING_DROP_IN" ] || grep -lE '^[[:space:]]*(ExecStart|EnvironmentFile|User|Group)[[:space:]]*=|ETCD_' "$path"
    done
    systemctl show-environment | grep -oE '^ETCD_[A-Z_]+'
  } 2>/dev/null
}

# Whether the node says of itself that it is a member of this cluster. Once it has joined, the file `joined` says so;
# before that, the file that configures etcd. The token alone is not enough: people copy guides with the same token.
ours() {
  if [ -e "$JOINED_FILE" ]; then
    grep -qxF "$TOKEN_LINES" "$JOINED_FILE"
  else
    for path in $TOKEN_FILES; do
      if grep -qxF "$TOKEN_LINES" "$path" 2>/dev/null && written_for_cluster "$path"; then return 0; fi
    done
    return 1
  fi
}

# The values of a setting in the files that configure etcd here, in whichever style: configured data-dir
configured() {
  setting=$(echo "$1" | sed 's/-/[_-]/g')
  for path in $TOKEN_FILES ${UNIT_NAMES-}; do
    if written_for_cluster "$path"; then
      sed -nE "/^Environment=/!s/^[^#]*${setting}[\"=: ]+([^\"=, \\\\]+).*/\\1/Ip" "$path"
    fi
  done
}

configured_peer_url() {
  configured initial-advertise-peer-urls | head -n 1
}

missing_addresses() {
  command -v ip >/dev/null || return 0
  for address in $ADDRESSES; do
    [ -n "$(ip -o address show to "$address")" ] || echo "$address"
  done
}

boots() {
  case $(systemctl is-system-running) in
    initializing | starting) return 0 ;;
  esac
  return 1
}

# An address may be set while the machine still boots. At a provider, a network may be attached after the machine has started.
wait_for_address() {
  tries=0
  longest=30
  [ "$verb" != set_up ] || longest=300
  until [ -z "$(missing_addresses)" ]; do
    tries=$((tries + 1))
    if [ "$check" = yes ] || [ "$tries" -gt "$longest" ] || ! boots; then return 1; fi
    [ "$tries" -gt 1 ] || tell wait "until this machine has the address $(missing_addresses | paste -sd ' ')" >&2
    sleep 1
  done
}
