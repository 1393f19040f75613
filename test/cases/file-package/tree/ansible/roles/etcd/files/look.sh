# Looks at a node and changes nothing. Prints one JSON object, which preflight.yml judges.
# The environment names what to look for, and differing.sh goes before: see the task that runs this.

truth() {
  if "$@" >/dev/null 2>&1; then echo true; else echo false; fi
}

any_exists() {
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# Ports of ours that something listens on (the state 0A in the kernel's tables of sockets).
listening() {
  for port in $PORTS; do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$port" -v hexadecimal="$(printf '%04X' "$port")" \
        '$4 == "0A" && $2 ~ (":" hexadecimal "$") { print port; exit }'
  done | paste -sd ,
}

# What etcd on this node says of its cluster, or nothing where none answers.
ask() {
  said=$("$etcdctl" --command-timeout=5s "$@" --write-out=json 2>/dev/null) || said=null
  printf '%s\n' "${said:-null}"
}

# The etcdctl beside the etcd that runs, which may be another than the spec's; else the spec's.
running=$(readlink "/proc/$(systemctl show --property=MainPID --value "$UNIT")/exe")
etcdctl=${running%/*}/etcdctl
[ -x "$etcdctl" ] || etcdctl=$ETCDCTL

state=$(systemctl is-active "$UNIT" 2>/dev/null)
# A member that runs while certificates are to be called otherwise is asked as etcdctl.env on the node has it.
if [ "$state" = active ] && [ -e "$ETCDCTL_FILE" ] &&
  ! { [ -e "$ETCDCTL_CACERT" ] && [ -e "$ETCDCTL_CERT" ] && [ -e "$ETCDCTL_KEY" ]; }; then
  set -a
  . "$ETCDCTL_FILE"
  set +a
fi

members=null
status=null
if [ "$state" = active ]; then
  members=$(ask member list)
  status=$(ask endpoint status)
fi

# What configures etcd beside us, which etcd would refuse or ignore: drop-ins of the unit, systemd's own environment.
interferes() {
  {
    for path in $(systemctl show --property=DropInPaths --value "$UNIT"); do
      [ "$path" = "$JOINING_DROP_IN" ] || grep -lE '^[[:space:]]*(ExecStart|EnvironmentFile)[[:space:]]*=|ETCD_' "$path"
    done
    systemctl show-environment | grep -oE '^ETCD_[A-Z_]+'
  } 2>/dev/null | sed 's/.*/"&"/' | paste -sd ,
}

# Whether the running etcd was started from what lies on disk, by a unit that systemd has read since.
current() {
  [ "$(systemctl show --property=NeedDaemonReload --value "$UNIT")" = no ] &&
    sha256sum --check --status "$STARTED_FILE"
}

cat <<JSON
{
  "systemd": $(truth test -d /run/systemd/system),
  "machine": "$(uname -m)",
  "state": "${state:-unknown}",
  "enabled": $(truth systemctl is-enabled "$UNIT"),
  "initialised": $(truth any_exists "$WAL_DIRECTORY"/*.wal),
  "joined": $(truth test -e "$JOINED_FILE"),
  "ours": $(truth grep -qxF "$TOKEN_LINES" "$JOINED_FILE" $TOKEN_FILES),
  "current": $(truth current),
  "differs": [$(differing)],
  "interferes": [$(interferes)],
  "etcdctl": "$etcdctl",
  "etcdctl_environment": {
    "ETCDCTL_CACERT": "$ETCDCTL_CACERT",
    "ETCDCTL_CERT": "$ETCDCTL_CERT",
    "ETCDCTL_KEY": "$ETCDCTL_KEY",
    "ETCDCTL_ENDPOINTS": "$ETCDCTL_ENDPOINTS"
  },
  "owner": "$(stat -c %U "$WAL_DIRECTORY" 2>/dev/null)",
  "listening": [$(listening)],
  "members": $members,
  "status": $status
}
JSON
