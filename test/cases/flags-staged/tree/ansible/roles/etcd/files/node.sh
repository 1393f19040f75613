# What can be seen of a node. Changes nothing.

any_exists() {
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# How dpkg has a package: what is wanted of it, how it is, and the version without what Debian adds to it.
installed() {
  dpkg-query --show --showformat '${db:Status-Want} ${db:Status-Status} ${Version}' "$1" 2>/dev/null |
    sed -E 's/ [0-9]+:([^ ]*)$/ \1/; s/[+-][^ ]*$//'
}

# What lies on the machine otherwise than the table has it: those of its lines. A line has the kind, mode, owner, group,
# the digest or the target, and the path.
differing() {
  printf '%s\n' "$TABLE" | while read -r kind mode owner group content path; do
    case $kind in
      account) [ "$(id -gn "$owner" 2>/dev/null)" = "$group" ] ;;
      owner) id "$owner" >/dev/null 2>&1 && getent group "$group" >/dev/null ;;
      parent) [ -d "$path" ] ;;
      directory) [ -d "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] ;;
      file | certificate | key)
        [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] &&
          [ "$(sha256sum <"$path")" = "$content  -" ]
        ;;
      release) [ -d "$path" ] ;;
      program) [ -x "$path" ] && [ "$(readlink "$path")" = "$content" ] ;;
      package) [ "$(installed "$path")" = "hold installed $content" ] ;;
      leftover) ! grep -qF 'Written by quorate' "$path" 2>/dev/null ;;
    esac || printf '%s\n' "$kind $mode $owner $group $content $path"
  done
}

# The same as a list in JSON: paths, and what is no path after its kind.
differing_as_json() {
  differing | while read -r kind _ _ _ _ path; do
    case $kind in
      package | owner) printf '"%s %s"\n' "$kind" "$path" ;;
      *) printf '"%s"\n' "$path" ;;
    esac
  done | paste -sd ,
}

# Ports of ours that something listens on (the state 0A in the kernel's tables of sockets).
listening() {
  for port in $PORTS; do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$port" -v hexadecimal="$(printf '%04X' "$port")" \
        '$4 == "0A" && $2 ~ (":" hexadecimal "$") { print port; exit }'
  done
}

# What configures etcd beside us, which etcd would refuse or ignore: drop-ins of the unit, systemd's own environment.
interfering() {
  {
    for path in $(systemctl show --property=DropInPaths --value "$UNIT"); do
      [ "$path" = "$JOINING_DROP_IN" ] || grep -lE '^[[:space:]]*(ExecStart|EnvironmentFile)[[:space:]]*=|ETCD_' "$path"
    done
    systemctl show-environment | grep -oE '^ETCD_[A-Z_]+'
  } 2>/dev/null
}

# Whether the running etcd was started from what lies on disk, by a unit that systemd has read since. While may-start.sh
# asks the others, it is about to be.
current() {
  [ "$(systemctl show --property=NeedDaemonReload --value "$UNIT")" = no ] || return 1
  if [ "$(systemctl is-active "$UNIT")" = activating ] && [ ! -e "$STARTED_FILE" ]; then return 0; fi
  sha256sum --check --status "$STARTED_FILE" 2>/dev/null
}

# Whether the node says of itself that it is a member of this cluster: once it has joined, the one file does, and before
# that what configures it. Tokens may be alike: guides that people copy from name the same one.
# shellcheck disable=SC2086 # several files
ours() {
  if [ -e "$JOINED_FILE" ]; then
    grep -qxF "$TOKEN_LINES" "$JOINED_FILE"
  else
    grep -qxF "$TOKEN_LINES" $TOKEN_FILES 2>/dev/null && grep -qF "$HEADING" $TOKEN_FILES 2>/dev/null
  fi
}

# The peer URL by which the member is configured here, in whichever style.
# shellcheck disable=SC2086 # several files
configured_peer_url() {
  grep -lF "$HEADING" $TOKEN_FILES 2>/dev/null | while read -r path; do
    sed -nE 's/^[^#]*initial[_-]advertise[_-]peer[_-]urls["=: ]+([^"=, \\]+).*/\1/Ip' "$path"
  done | head -n 1
}
