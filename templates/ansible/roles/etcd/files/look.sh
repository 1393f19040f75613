# Looks at a node and changes nothing. Prints one JSON object, which preflight.yml judges.
# The environment names what to look for, and node.sh goes before: see the task that runs this.

truth() {
  if "$@" >/dev/null 2>&1; then echo true; else echo false; fi
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
# Whether etcdctl.env on the node can be read and names files that are there.
usable() (
  unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
  . "$ETCDCTL_FILE" || exit 1
  for path in ${ETCDCTL_CACERT-} ${ETCDCTL_CERT-} ${ETCDCTL_KEY-}; do
    [ -e "$path" ] || exit 1
  done
)

# A member that runs is asked as etcdctl.env there has it: certificates may be about to get other names, etcd another port,
# and TLS may be about to begin.
if [ "$state" = active ] && [ -e "$ETCDCTL_FILE" ] && (usable) >/dev/null 2>&1; then
  unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
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

cat <<JSON
{
  "systemd": $(truth test -d /run/systemd/system),
  "machine": "$(uname -m)",
  "state": "${state:-unknown}",
  "waits": $(truth systemctl is-active "$KEYS_UNIT"),
  "enabled": $(truth systemctl is-enabled "$UNIT"),
  "initialised": $(truth any_exists "$WAL_DIRECTORY"/*.wal),
  "joined": $(truth test -e "$JOINED_FILE"),
  "ours": $(truth ours),
  "current": $(truth current),
  "differs": [$(differing_as_json)],
  "interferes": [$(interfering | sed 's/.*/"&"/' | paste -sd ,)],
  "etcdctl": "$etcdctl",
  "etcdctl_environment": {
    "ETCDCTL_CACERT": "$ETCDCTL_CACERT",
    "ETCDCTL_CERT": "$ETCDCTL_CERT",
    "ETCDCTL_KEY": "$ETCDCTL_KEY",
    "ETCDCTL_ENDPOINTS": "$ETCDCTL_ENDPOINTS"
  },
  "peer_url": "$(configured_peer_url)",
  "owner": "$(stat -c %U "$WAL_DIRECTORY" 2>/dev/null)",
  "listening": [$(listening | paste -sd ,)],
  "members": $members,
  "status": $status
}
JSON
