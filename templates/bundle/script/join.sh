
# --- A new member of a cluster that runs --------------------------------------------------------------------------------

# What etcdctl says at the other members, and why not, if it fails.
ask_others_to() (
  ETCDCTL_ENDPOINTS=$(answering)
  [ -n "$ETCDCTL_ENDPOINTS" ] || { echo 'no other member answers' && exit 1; }
  export ETCDCTL_ENDPOINTS
  [ -z "$SERVER_CERT" ] || export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$SERVER_CERT" ETCDCTL_KEY="$SERVER_KEY"
  "$ETCDCTL" --command-timeout=5s "$@" 2>&1
)

# The same, again while etcd refuses for now: it lets nobody in before all members have been connected for five seconds. Of what it
# says, only the reason.
insist() {
  tries=0
  until said=$(ask_others_to "$@"); do
    tries=$((tries + 1))
    [ "$tries" -lt 30 ] || return 1
    sleep 1
  done
}

reason() {
  printf '%s\n' "$said" | sed '/^{/d' | sed -n '$s/^Error: //p'
}

read_members_elsewhere() {
  member_list=$(ask_others) || fail 'No other member answers with a member list. Check that the members run.'
  stands=$(printf '%s\n' "$member_list" | standing)
}

# The members that are not this one, as initial-cluster has them. etcd compares their URLs alone, so any name will do.
other_members() {
  printf '%s\n' "$member_list" | awk -v own="$PEER_URL" '
    $1 == "\"ID\"" { id = $3 }
    $1 == "\"PeerURL\"" && $3 != "\"" own "\"" { gsub("\"", "", $3); printf "%s%s=%s", separator, id, $3; separator = "," }'
}

# A file that is there while this member joins.
place() {
  sed "s|$OTHER_MEMBERS|$(other_members)|" "$here/joining$1" >"$1.new"
  chmod 0644 "$1.new"
  mv -fT "$1.new" "$1"
}

# Whether the cluster has this member as a learner, which has no vote.
learns() {
  printf '%s\n' "$member_list" | awk -v own="id $(own_entry | head -n 1)" '
    $1 == "\"ID\"" { found = ("id " $3 == own) }
    found && $1 == "\"IsLearner\"" && $3 == "true" { learns = 1 }
    END { exit !learns }'
}

# site.yml, for one node at a time that is not a member yet, or has no vote yet. A learner has no vote, so the cluster keeps its
# quorum whatever happens to it.
join() {
  keep_old_names
  judge
  if [ "$state" = active ]; then
    refuse_on_verdicts
    if [ "$check" = yes ]; then end_check "$(tell_promote)"; fi
    changing=yes
  else
    judge_bundle "$TABLE"
    refuse_on_verdicts
    if [ "$check" = yes ]; then end_check "$(list_join)"; fi
    apply
    add_as_learner
    start_etcd
  fi
  promote
}

list_join() {
  list_changes
  if [ "$stands" = unknown ]; then tell_add; fi
  list_starts
  tell_promote
}

tell_add() {
  tell add "the member ${MEMBER_NAME-$NODE} as a learner: $PEER_URL"
}

tell_promote() {
  tell promote 'the learner to a voter, when it has caught up'
}

add_as_learner() {
  read_members_elsewhere
  case $stands in
    unknown) ;;
    unstarted) return ;;
    *) fail "Another run has changed the members of $CLUSTER." ;;
  esac
  tell_add
  insist member add --learner --peer-urls="$PEER_URL" -- "${MEMBER_NAME-$NODE}" || fail "The cluster does not take the new member: $(reason)."
  read_members_elsewhere
}

# A learner of a large database needs time to catch up.
promote() {
  read_members_elsewhere
  if ! learns; then return; fi
  tell_promote
  ends=$(($(date +%s) + 3000))
  tries=0
  until said=$(ask_others_to member promote "$(own_id)"); do
    case $said in
      *'in sync with leader'*) ;;
      *) tries=$((tries + 1)) ;;
    esac
    if [ "$tries" -ge 30 ] || [ "$(date +%s)" -ge "$ends" ]; then fail "The cluster does not give $NODE a vote: $(reason)."; fi
    sleep 1
  done
}
