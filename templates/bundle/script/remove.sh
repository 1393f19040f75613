
# --- Members that the spec takes out of the cluster (state: absent) -------------------------------------------------------

# The ID of an absent node's member: the one at its peer URL, else the one with its name, unless that is where another node is.
absent_id() {
  printf '%s\n' "$member_list" | url=$1 member=$2 kept=" ${PEER_URLS-} " awk '
    function judge() { if (id != "" && !stays && rank > best) { best = rank; found = id } }
    $1 == "\"ID\"" { judge(); id = $3; rank = stays = 0 }
    $1 == "\"Name\"" && $0 == "\"Name\" : \"" ENVIRON["member"] "\"" && rank < 1 { rank = 1 }
    $1 == "\"PeerURL\"" {
      gsub("\"", "", $3)
      if ($3 == ENVIRON["url"]) rank = 2
      if (index(ENVIRON["kept"], " " $3 " ")) stays = 1
    }
    END { judge(); print found }'
}

# The absent nodes that are members still, each on a line: its ID, the name of the node, whether it is a learner, its client URLs
# and its peer URLs.
absent_members() {
  printf '%s\n' "${ABSENT-}" | while read -r name url member; do
    if [ -z "$member_list" ] || [ -z "$name" ]; then continue; fi
    id=$(absent_id "$url" "$member")
    [ -z "$id" ] || members_of_list | sed -n "s/^$id /$id $name /p"
  done
}

absent_as_json() {
  member_list=$own_member_list
  absent_members | while read -r _ name _ _ peers; do
    printf '{"name": "%s", "peer_urls": ["%s"]}\n' "$name" "$(printf '%s' "$peers" | sed 's/,/", "/g')"
  done | paste -sd ,
}

# Whether the member with these client URLs serves.
serves() {
  [ "$1" != - ] && ask_at "$1" endpoint health >/dev/null
}

# site.yml, on a running member. In REMOVES: the names of the nodes to remove. With SILENT_ONLY, those that serve stay for now.
remove() {
  verdicts=
  read_facts
  judge_lock
  refuse_on_verdicts
  member_list=$own_member_list
  if [ -z "$member_list" ]; then
    [ "${SILENT_ONLY-no}" = no ] || return 0
    fail 'This member does not answer with a member list, so it removes no other one.'
  fi
  told=
  gone=' '
  own=$(own_decimal_id)
  leaving=$(absent_members | silent_first)
  # Not from a pipe: what fails here ends the run.
  while read -r is_serving id name learner clients peers; do
    [ -n "$id" ] || continue
    case $is_serving,${SILENT_ONLY-no},$check in
      # Later. A member that is hidden from this run is not healthy then either.
      yes,yes,*) [ "${SOME_ARE_HIDDEN-no}$learner" != yesfalse ] || check_quorum ;;
      # It was listed before.
      no,no,yes) ;;
      *) remove_one </dev/null ;;
    esac
    gone="$gone$id "
  done <<END
$leaving
END
  if [ "$check" = yes ]; then end_check "$told"; fi
}

# Those of REMOVES, with `no` or `yes` before each: whether it serves.
silent_first() {
  while read -r line; do
    # shellcheck disable=SC2086 # several words
    set -- $line
    case " $REMOVES " in
      *" $2 "*) if serves "$4" </dev/null; then echo "yes $line"; else echo "no $line"; fi ;;
    esac
  done | sort
}

note() {
  told="$told$(tell "$@")
"
  [ "$check" = yes ] || tell "$@"
}

remove_one() {
  if [ "$learner" = false ]; then check_quorum; fi
  if leads; then note move "the leadership from $name to $NODE"; fi
  note remove "the member of $name: $peers"
  if [ "$check" = yes ]; then return; fi
  changing=yes
  if leads; then hand_over; fi
  tries=0
  until said=$(use_own_member && "$etcdctl" --command-timeout=5s member remove "$(printf '%x' "$id")" 2>&1); do
    case $said in
      *'member not found'*) break ;;
    esac
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || fail "The cluster does not remove $name: $(reason)."
    sleep 1
  done
}

# Those that stay must keep a majority without this member.
check_quorum() {
  voters=0
  healthy=0
  ailing=
  while read -r other is_learner urls _; do
    case "$is_learner $gone$id " in
      true* | *" $other "*) continue ;;
    esac
    voters=$((voters + 1))
    if serves "$urls" </dev/null; then healthy=$((healthy + 1)); else ailing="$ailing${ailing:+ }$urls"; fi
  done <<END
$(members_of_list)
END
  [ "$healthy" -gt "$((voters / 2))" ] ||
    fail "$name is not removed: $CLUSTER would lose its quorum. Of the $voters members that would stay, these are not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
}

leads() {
  [ "$(ask_own_member endpoint status | sed -nE 's/.*"leader":([0-9]+).*/\1/p')" = "$id" ]
}

# Only the leader itself takes this.
hand_over() {
  said=$(use_own_member && ETCDCTL_ENDPOINTS=$clients "$etcdctl" --command-timeout=5s move-leader "$(printf '%x' "$own")" 2>&1) ||
    echo "$NODE: the leadership did not move ($(reason)). The members elect a leader once $name is removed." >&2
}

# --- On the machine of an absent node -----------------------------------------------------------------------------------

# Whether etcd of this cluster could still run here, or its data is still where etcd would find it.
is_left() {
  ours || return 1
  # The unit of the keys cannot be enabled: the other one starts it.
  if systemctl is-enabled --quiet "$UNIT" 2>/dev/null; then return 0; fi
  for unit in "$UNIT" "$KEYS_UNIT"; do
    case $(systemctl is-active "$unit" 2>/dev/null) in
      active | activating | reloading | deactivating) return 0 ;;
    esac
  done
  # shellcheck disable=SC2046 # several paths
  any_exists "$JOINED_FILE" $(data_now)
}

inspect_absent() {
  printf '{"to_do": %s, "differs": [], "verdicts": []}\n' "$(truth is_left)"
}

# site.yml, once the member is removed. In MEMBER_LIST: what a member says that stays.
leave() {
  is_left || return 0
  if [ "$check" = yes ]; then end_check "$(list_leave)"; fi
  own_member_list=
  member_list=${MEMBER_LIST-}
  [ -n "$member_list" ] || fail 'No member says that this one is removed.'
  [ -z "$(own_entry)" ] || fail 'This is a member still: first its member is removed.'
  changing=yes
  list_leave
  systemctl disable --quiet "$UNIT" 2>/dev/null || true
  systemctl stop "$UNIT" "$KEYS_UNIT" 2>/dev/null || true
  case $(systemctl is-active "$UNIT") in
    active | activating | deactivating) fail "$UNIT does not stop: systemctl status $UNIT says why." ;;
  esac
  for path in $(data_now); do
    [ -e "$path" ] || continue
    if [ "$DELETES_DATA" = yes ]; then rm -rf "$path"; else mv -T "$path" "$(aside "$path")"; fi
  done
  rm -f "$JOINED_FILE"
}

list_leave() {
  tell disable "$UNIT, and stop it"
  for path in $(data_now); do
    [ -e "$path" ] || continue
    if [ "$DELETES_DATA" = yes ]; then tell delete "$path"; else tell move "$path to $(aside "$path")"; fi
  done
}
