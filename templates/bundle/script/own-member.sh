
# --- What the own member says -----------------------------------------------------------------------------------------

# Whether this file and every directory above it belong to root. Root runs it, and etcd's account must not choose it.
belongs_to_root() {
  part=$1
  while [ -n "$part" ]; do
    [ "$(stat -c %u "$part" 2>/dev/null)" = 0 ] || return 1
    part=${part%/*}
  done
}

# etcdctl of the etcd that runs, which may be another version than the spec's; else the spec's.
find_etcdctl() {
  running=$(readlink "/proc/$(systemctl show --property=MainPID --value "$UNIT")/exe") || true
  etcdctl=${running%/*}/etcdctl
  if ! [ -x "$etcdctl" ] || ! belongs_to_root "$etcdctl"; then etcdctl=$ETCDCTL; fi
}

# Whether etcdctl.env on the node can be read and names files that exist.
usable() (
  unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
  # shellcheck source=/dev/null
  . "$ETCDCTL_FILE" || exit 1
  for path in ${ETCDCTL_CACERT-} ${ETCDCTL_CERT-} ${ETCDCTL_KEY-}; do
    [ -e "$path" ] || exit 1
  done
)

# How this node's own member is asked. A running member is asked as etcdctl.env has it: a change of certificate paths, of
# the port or to TLS may be about to come.
use_own_member() {
  export ETCDCTL_ENDPOINTS="$OWN_ENDPOINT"
  [ -z "$ROOT_CERT" ] || export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$ROOT_CERT" ETCDCTL_KEY="$ROOT_KEY"
  if [ "$state" = active ] && [ -e "$ETCDCTL_FILE" ] && (usable) >/dev/null 2>&1; then
    unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
    set -a
    # shellcheck source=/dev/null
    . "$ETCDCTL_FILE"
    set +a
  fi
}

# What the node's own member answers, as JSON; null when it does not answer.
ask_own_member() {
  answer=$(use_own_member && "$etcdctl" --command-timeout=5s "$@" --write-out=json 2>/dev/null) || answer=null
  printf '%s\n' "${answer:-null}"
}

# The ID of the own member as etcdctl takes it, or a word to put it in for.
own_id() {
  id=$(use_own_member && "$etcdctl" --command-timeout=5s member list 2>/dev/null | awk -F ', ' -v name="$NODE" '$3 == name { print $1; exit }') || id=
  echo "${id:-ID}"
}

read_own_member() {
  find_etcdctl
  if [ "$state" != active ]; then return; fi
  own_member_list=$(use_own_member && "$etcdctl" --command-timeout=5s member list --write-out=fields 2>/dev/null) || own_member_list=
  status=$(ask_own_member endpoint status)
  running_version=$(printf '%s' "$status" | sed -nE 's/.*"version":"([0-9]+\.[0-9]+\.[0-9A-Za-z.+-]+)".*/\1/p')
}

# Where the cluster looks for this member, which has data and so does not read the setting again: by the member list, or,
# when nobody answers, by what it was configured with.
known_peer_urls() {
  urls=$(printf '%s\n' "$member_list" | awk -v name="\"$NODE\"" -v active="$state" '
    $1 == "\"MemberID\"" { own = $3 }
    $1 == "\"ID\"" { id = $3; count = 0 }
    $1 == "\"Name\"" { found = active == "active" ? id == own : $3 == name }
    $1 == "\"PeerURL\"" && found { gsub("\"", "", $3); print $3 }' | paste -sd ' ')
  if [ -n "$urls" ]; then echo "$urls"; else configured_peer_url; fi
}

judge_version() {
  if [ "$state" = active ] && [ -n "$running_version" ]; then
    minors_up=$(($(minor_of "$VERSION") - $(minor_of "$running_version")))
    case $minors_up in
      0 | 1) ;;
      *) verdict version-jump "$running_version" ;;
    esac
  fi
}

# The minor of a version: 6 of 3.6.14.
minor_of() {
  minor=${1#*.}
  echo "${minor%%.*}"
}
