
# --- A new member of a cluster that runs --------------------------------------------------------------------------------

# What etcdctl says at these client URLs: ask_at URLS member list. With authentication, only root may change members. Without a URL,
# etcdctl would ask whatever listens on localhost.
ask_at() (
  [ -n "$1" ] || { echo 'timed out: no other member accepts connections' && exit 1; }
  export ETCDCTL_ENDPOINTS="$1"
  shift
  if [ -n "$ROOT_CERT" ] && [ -e "$ROOT_CERT" ] && [ -e "$ROOT_KEY" ]; then
    export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$ROOT_CERT" ETCDCTL_KEY="$ROOT_KEY"
  elif [ -n "$SERVER_CERT" ]; then
    export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$SERVER_CERT" ETCDCTL_KEY="$SERVER_KEY"
  fi
  "$ETCDCTL" --command-timeout=5s "$@" 2>&1
)

# The same at the other members, again and again while they refuse for now: etcd lets nobody in before all members have been connected
# for five seconds, and gives a learner no vote before it has caught up.
insist() {
  tries=0
  ends=$(($(date +%s) + 3000))
  until said=$(ask_at "$(answering)" "$@"); do
    case $said in
      *'in sync with leader'*) ;;
      *'unhealthy cluster'* | *'timed out'* | *'deadline exceeded'* | *leader* | *'rpc not supported for learner'*) tries=$((tries + 1)) ;;
      *) return 1 ;;
    esac
    if [ "$tries" -ge 30 ] || [ "$(date +%s)" -ge "$ends" ]; then return 1; fi
    sleep 1
  done
}

# Why etcd refused, by what etcdctl said.
reason() {
  printf '%s\n' "$said" | sed -n '/^{/d; s/^Error: //p' | tail -n 1
}

read_members_elsewhere() {
  own_member_list=
  member_list=$(ask_others) || fail 'No other member answers with a member list. Check that the members run.'
  stands=$(printf '%s\n' "$member_list" | standing)
}

# Each member of the list on a line: its ID in decimal digits, whether it is a learner, its client URLs with commas between (- without
# any), and its peer URLs.
members_of_list() {
  printf '%s\n' "$member_list" | awk '
    function print_member() { if (id != "") print id, learner, clients == "" ? "-" : clients, peers }
    $1 == "\"ID\"" { print_member(); id = $3; learner = "false"; clients = peers = "" }
    $1 == "\"PeerURL\"" { gsub("\"", "", $3); peers = peers (peers == "" ? "" : ",") $3 }
    $1 == "\"ClientURL\"" { gsub("\"", "", $3); clients = clients (clients == "" ? "" : ",") $3 }
    $1 == "\"IsLearner\"" { learner = $3 }
    END { print_member() }'
}

own_decimal_id() {
  own_entry | head -n 1
}

# The members that are not this one, as initial-cluster has them. etcd compares their URLs alone, so an ID will do for a name.
other_members() {
  members_of_list | grep -v "^$(own_decimal_id) " | while read -r id _ _ peers; do
    printf '%s\n' "$peers" | tr , '\n' | sed "s/^/$id=/"
  done | paste -sd ,
}

# A file that is there while this member joins.
place() {
  sed "s|$OTHER_MEMBERS|$(other_members)|" "$here/joining$1" >"$1.new"
  chmod 0644 "$1.new"
  mv -fT "$1.new" "$1"
}

# Whether a member with these client URLs serves. A full database does not stop a run that makes room.
is_healthy() {
  [ "$1" != - ] || return 1
  said=$(ask_at "$1" endpoint health) || case $said in
    *NOSPACE*) ;;
    *) return 1 ;;
  esac
}

# The client URLs of the voters that are not this member and are not healthy; the peer URLs of those that have never started.
unhealthy_voters() {
  members_of_list | grep -v "^$(own_decimal_id) " | while read -r _ learner clients peers; do
    [ "$learner" = false ] || continue
    if ! is_healthy "$clients"; then
      if [ "$clients" = - ]; then printf '%s\n' "$peers"; else printf '%s\n' "$clients"; fi
    fi
  done | paste -sd ' '
}

# A member is added only while all others are healthy: it must get their data, and they must keep their quorum.
wait_until_others_are_healthy() {
  tries=0
  until ailing=$(unhealthy_voters) && [ -z "$ailing" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 12 ] ||
      fail "No member is added while another one is not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
    sleep 1
  done
}

# site.yml, for one node at a time that is not a member yet, or has no vote yet. A learner has no vote, so the cluster keeps its
# quorum whatever happens to it.
join() {
  keep_old_names
  judge
  if [ "$state" != active ]; then judge_bundle "$TABLE"; fi
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_join)"; fi
  if [ "$state" != active ]; then
    apply
    add_as_learner
    start_etcd
  fi
  changing=yes
  promote
}

list_join() {
  if [ "$state" != active ]; then
    list_changes
    if [ "$stands" = unknown ]; then tell_add; fi
    list_starts
  fi
  tell_promote
}

tell_add() {
  tell add "$PEER_URL to the members, as a learner"
}

tell_promote() {
  tell promote 'the learner to a voter, once it has caught up'
}

add_as_learner() {
  read_members_elsewhere
  wait_until_others_are_healthy
  if [ "$stands" != unknown ]; then return; fi
  tell_add
  insist member add --learner --peer-urls="$PEER_URL" -- "${MEMBER_NAME-$NODE}" || fail "The cluster does not take $NODE: $(reason)."
  read_members_elsewhere
}

promote() {
  read_members_elsewhere
  if ! members_of_list | grep -q "^$(own_decimal_id) true "; then return; fi
  tell_promote
  insist member promote "$(own_id)" || fail "The cluster does not give $NODE a vote: $(reason)."
}

# --- A new member in the place of a lost one ----------------------------------------------------------------------------

# What is against a member that has lost its data or its machine is not against a new one in its place. But a member that serves is
# not lost.
judge_replacement() {
  verdicts=$(printf '%s' "$verdicts" | grep -vE '^(data-lost|data-lost-elsewhere|removed|wrong-owner|peer-url-changed) ' || true)
  verdicts="$verdicts${verdicts:+
}"
  serving=$(serves_at)
  [ -z "$serving" ] || verdict member-healthy "$serving"
}

own_line_of_list() {
  id=$(own_decimal_id)
  [ -z "$id" ] || members_of_list | grep "^$id "
}

# The client URLs of this member, if it is healthy there: on this machine or another one.
serves_at() {
  own_line_of_list | while read -r _ _ clients _; do
    if [ "$clients" != - ] && [ -x "$ETCDCTL" ] && can_ask_others && ask_at "$clients" endpoint health >/dev/null; then printf '%s\n' "$clients"; fi
  done
}

# replace.yml, for one member.
replace() {
  judge
  judge_replacement
  judge_bundle "$TABLE"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_replace)"; fi
  apply
  read_members_elsewhere
  serving=$(serves_at)
  [ -z "$serving" ] || fail "$NODE still runs, and is healthy at $serving. Nothing was removed. Stop etcd on that machine."
  wait_until_others_are_healthy
  remove_lost
  add_as_learner
  start_etcd
  promote
}

list_replace() {
  list_changes
  tell_remove_lost
  move_data_aside
  tell_add
  tell start "$UNIT"
  tell_promote
}

# A member that the cluster expects and that has never run is not a lost one.
tell_remove_lost() {
  own_line_of_list | while read -r id _ clients peers; do
    [ "$clients" = - ] || tell remove "the lost member $(printf '%x' "$id") from the members: $peers"
  done
}

# Old data stays next to where it was.
move_data_aside() {
  data_now | tr ' ' '\n' | while read -r path; do
    [ -e "$path" ] || continue
    aside=$(aside "$path")
    tell move "$path to $aside"
    [ "$check" = yes ] || mv -T "$path" "$aside"
  done
}

# etcd may run in vain, again and again.
remove_lost() {
  systemctl stop "$UNIT"
  if [ -n "$(tell_remove_lost)" ]; then
    tell_remove_lost
    insist member remove "$(own_id)" || fail "The cluster does not remove $NODE: $(reason)."
  fi
  move_data_aside
  rm -f "$JOINED_FILE"
  state=inactive
  initialised=no
  read_members_elsewhere
}
