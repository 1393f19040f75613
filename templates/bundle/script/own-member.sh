
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

# The files that the unit on disk has etcd read, which the spec may have moved since.
named_by_unit() {
  if ! written_for_cluster "$UNIT_FILE"; then return; fi
  sed -nE '/^Environment=/d; s/^EnvironmentFile=-?"?([^"]+)"?$/\1/p; s/.*--config-file[= ]"?([^" ]+).*/\1/p' "$UNIT_FILE"
}

# The unit of this cluster if it is not the one of the spec, which cannot change its name.
find_other_unit() {
  other_unit=
  for path in "${UNIT_FILE%/*}"/*.service; do
    case ${path##*/} in
      "$UNIT" | *-keys.service) continue ;;
    esac
    if [ -f "$path" ] && written_for_cluster "$path"; then other_unit=${path##*/}; fi
  done
}

read_own_member() {
  UNIT_NAMES=$(named_by_unit)
  find_other_unit
  find_stranger
  find_etcdctl
  if [ "$state" != active ]; then return; fi
  own_member_list=$(use_own_member && "$etcdctl" --command-timeout=5s member list --write-out=fields 2>/dev/null) || own_member_list=
  status=$(ask_own_member endpoint status)
  running_version=$(printf '%s' "$status" | sed -nE 's/.*"version":"([0-9]+\.[0-9]+\.[0-9A-Za-z.+-]+)".*/\1/p')
}

# This member in the member list: its ID in decimal digits, then its peer URLs, each on a line. A member's own list says its ID. In
# the list of another one, it is found by the peer URL it was configured with, by its name, or by its new peer URL: the spec may give it another
# name or URL. Ids are compared as texts: they are larger than awk can count.
own_entry() {
  printf '%s\n' "$member_list" | member=${MEMBER_NAME-$NODE} awk -v own_list="${own_member_list:+yes}" -v old="$(configured_peer_url)" -v url="$PEER_URL" '
    function judge() {
      if (id != "" && own_list) rank = "id " id == own
      if (rank > best) { best = rank; entry = id urls }
    }
    function at_least(wanted) { if (rank < wanted) rank = wanted }
    $1 == "\"MemberID\"" { own = "id " $3 }
    $1 == "\"ID\"" { judge(); id = $3; urls = ""; rank = 0 }
    $1 == "\"Name\"" && $0 == "\"Name\" : \"" ENVIRON["member"] "\"" { at_least(2) }
    $1 == "\"PeerURL\"" { gsub("\"", "", $3); urls = urls "\n" $3; at_least($3 == old ? 3 : $3 == url) }
    END { judge(); if (best) print entry }'
}

# Its ID as etcdctl takes it, or a word to put it in for.
own_id() {
  id=$(own_entry | head -n 1)
  if [ -n "$id" ]; then printf '%x\n' "$id"; else echo ID; fi
}

# Where the cluster looks for this member, which has data and so does not read the setting again: by the member list, or,
# when nobody answers, by what it was configured with.
known_peer_urls() {
  urls=$(own_entry | tail -n +2 | paste -sd ' ')
  if [ -n "$urls" ]; then echo "$urls"; else configured_peer_url; fi
}

# What only a machine that has been a member can have against it.
judge_member() {
  judge_lock
  case ${other_unit:-none}$verdicts in
    none* | *unit-elsewhere*) ;;
    *) verdict unit-elsewhere ;;
  esac
  judge_version
  judge_dependencies
  if ours; then
    judge_removal
    judge_cas
  fi
  find_loss
  judge_other_machine
}

# A node without data whose member runs, or ran, at another address: it is to be replaced, and not to be added once more.
judge_other_machine() {
  if [ "$verb" = set_up ] || [ "$state" = active ] || [ "$initialised" = yes ] || [ -z "$member_list" ] || [ -e "$JOINED_FILE" ]; then return; fi
  if [ "$(printf '%s\n' "$member_list" | standing)" = unknown ] && [ -n "$(own_entry)" ]; then verdict data-lost-elsewhere; fi
}

# etcd does not start without a unit that it requires, and starts without a mount that systemd does not know.
judge_dependencies() {
  for path in ${MOUNTED_PATHS-}; do
    has_mount "$path" || verdict mount-missing "$path"
  done
  for name in ${REQUIRED_UNITS-}; do
    is_loaded "$name" || verdict unit-missing "$name"
  done
}

has_mount() {
  part=$1
  while [ -n "$part" ]; do
    if is_loaded "$(systemd-escape --path --suffix=mount "$part")"; then return 0; fi
    part=${part%/*}
  done
  return 1
}

is_loaded() {
  [ "$(systemctl show --property=LoadState --value "$1")" = loaded ]
}

# etcd on a removed member ends at once, at every start.
judge_removal() {
  if [ "$state" = active ] || [ "$initialised" = no ] || [ -z "$member_list" ]; then return; fi
  [ -n "$(own_entry)" ] || verdict removed
}

# Members and clients that trust the CAs of another folder would be cut off, one after another.
judge_cas() {
  if [ -z "${CA_MARKS-}" ]; then return; fi
  if [ "${NEW_CA-no}" = yes ] && [ "$state" != active ]; then return; fi
  for path in $(configured trusted-ca-file | sort -u); do
    [ -f "$path" ] || continue
    cas=$(cas_in "$path")
    printf '%s\n' "$cas" | grep -qF "$CA_MARKS" || verdict ca-of-another-pki "$path" "$(fingerprints_of "$cas")"
  done
}

# Each CA of a PEM file on a line: the SHA-256 of its certificate, then its DER, both in hexadecimal digits.
cas_in() {
  awk '/^-----BEGIN/ { text = ""; next } /^-----END/ { print text; next } { text = text $0 }' "$1" | while read -r text; do
    printf '%s %s\n' "$(printf '%s' "$text" | base64 -d 2>/dev/null | digest_of /dev/stdin)" \
      "$(printf '%s' "$text" | base64 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n')"
  done
}

# Their fingerprints, as openssl prints them.
fingerprints_of() {
  printf '%s\n' "$1" | cut -d ' ' -f 1 | tr a-f A-F | sed 's/../&:/g; s/:$//' | paste -sd ' '
}

# Why a member has no data here, if that is not a loss of its data alone.
find_loss() {
  loss=
  # A file that says that it has joined does not make an etcd ours that somebody else set up.
  if [ "$state" = active ] && ours && [ -e "$UNIT_FILE" ] && ! written_by_quorate "$UNIT_FILE"; then verdict foreign-etcd; fi
  find_moves
  if [ -n "$moves" ]; then
    loss=data-elsewhere
    [ "$initialised" = no ] || verdict data-elsewhere
  elif [ -n "$stranger" ]; then
    loss=$stranger
  elif [ -n "$OTHERS" ] && [ -z "$member_list" ]; then
    loss=quorum-lost
  fi
}

# What the file `joined` says of the cluster that this member has joined: joined_with token
joined_with() {
  case $1 in
    cluster) sed -n 's/^cluster=\([^ ]*\) .*/\1/p' ;;
    token) sed -n 's/^cluster=[^ ]* token=//p' ;;
  esac 2>/dev/null <"$JOINED_FILE" | head -n 1
}

# The verdict on a member that has joined a cluster that is not the spec's.
find_stranger() {
  stranger=
  if [ ! -e "$JOINED_FILE" ] || ours; then return; fi
  case $(joined_with cluster) in
    '') ;;
    "$CLUSTER") stranger=token-changed ;;
    *) stranger='other-cluster' ;;
  esac
}

# Where the member has its data if that is not where the spec has it, and the commands that move it.
find_moves() {
  moves=
  old_data=$(configured data-dir | sort -u)
  if [ -z "$old_data" ] || ! ours; then return; fi
  old_wal=$(configured wal-dir | sort -u)
  old_wal=${old_wal:-$old_data/member/wal}
  old_stores=$(data_of "$old_data" "$old_wal" | paste -sd ' ')
  if [ "$old_data" != "$DATA_DIRECTORY" ] && [ -e "$old_data/member" ] && [ ! -e "$DATA_DIRECTORY/member" ]; then
    moves=" && mkdir -p $DATA_DIRECTORY && mv -T $old_data/member $DATA_DIRECTORY/member"
  fi
  if [ "$old_wal" != "$WAL_DIRECTORY" ] && any_exists "$old_wal"/*.wal && ! any_exists "$WAL_DIRECTORY"/*.wal; then
    case $old_wal in
      "$old_data"/member/*) old_wal=$DATA_DIRECTORY/member/${old_wal#"$old_data"/member/} ;;
    esac
    [ "$old_wal" = "$WAL_DIRECTORY" ] || moves="$moves && mkdir -p ${WAL_DIRECTORY%/*} && mv -T $old_wal $WAL_DIRECTORY"
  fi
}
