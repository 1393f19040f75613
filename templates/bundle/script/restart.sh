
# --- The restart of a member that serves ---------------------------------------------------------------------------------

# Seconds in which a member has to catch up after its restart.
CATCH_UP_SECONDS=300

# What each member that answers says, on a line: its ID in decimal digits, whether it is a learner, the ID of the leader, its raft
# index, the raft index that it has applied, and its version. etcdctl has printed these fields alike from 3.4 to 3.7.
statuses() {
  (use_own_member && "$etcdctl" --command-timeout=2s endpoint status "$@" --write-out=fields 2>/dev/null) | awk '
    { gsub("\"", "", $1); gsub("\"", "", $3) }
    $1 == "MemberID" { id = $3 }
    $1 == "Version" { version = $3 }
    $1 == "Leader" { leader = $3 }
    $1 == "IsLearner" { learner = $3 }
    $1 == "RaftIndex" { raft = $3 }
    $1 == "RaftAppliedIndex" { applied = $3 }
    $1 == "Endpoint" { print id, learner, leader, raft, applied, version }'
}

# Where leadership moves before the leader restarts: the ID in decimal digits of the voter with the highest raft index, if this
# member leads and another voter answers.
successor() {
  own=$(statuses | cut -d ' ' -f 1,3)
  [ -n "$own" ] && [ "${own% *}" = "${own#* }" ] || return 0
  statuses --cluster | awk -v own="id ${own% *}" '
    "id " $1 != own && $2 == "false" && (found == "" || $4 > highest) { found = $1; highest = $4 }
    END { if (found != "") print found }'
}

# The name of a member, by its ID in decimal digits. IDs are compared as texts: they are larger than awk can count.
name_of() {
  printf '%s\n' "$own_member_list" | awk -v wanted="id $1" '
    $1 == "\"ID\"" { id = "id " $3 }
    $1 == "\"Name\"" && id == wanted { gsub("\"", "", $3); print $3 }'
}

# etcd moves it by itself when it stops, but only after its clients were cut off, and to whichever member it has been connected with
# for longest.
move_leadership() {
  to=$(successor)
  if [ -z "$to" ]; then return; fi
  tell move "the leadership to $(name_of "$to")"
  said=$(use_own_member && "$etcdctl" --command-timeout=10s move-leader "$(printf '%x' "$to")" 2>&1) ||
    echo "$NODE: the leadership did not move: $(printf '%s\n' "$said" | sed -n '$s/^Error: //p'). etcd tries again when it stops."
}

list_move() {
  to=$(successor)
  if [ -n "$to" ]; then tell move "the leadership to $(name_of "$to")"; fi
}

# Hundredths of a second since the machine has started.
uptime_now() {
  sed 's/ .*//; s/\.//' /proc/uptime
}

# Whether the voters keep their quorum without this member: all others are healthy, or a majority of all is. A voter that has never
# started counts too, and so does one that is not in this run.
keeps_quorum() {
  voters=$(members_of_list | awk '$2 == "false"' | wc -l)
  ailing=$(unhealthy_voters)
  # shellcheck disable=SC2086 # several words
  set -- $ailing
  [ "$#" = 0 ] || [ "$((voters - 1 - $#))" -gt "$((voters / 2))" ]
}

# Some time may have passed since the run looked at all members.
check_quorum_without_this() {
  member_list=$own_member_list
  [ -n "$member_list" ] || return 0
  tries=0
  until keeps_quorum; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] ||
      fail "etcd is not restarted: $CLUSTER would lose its quorum. Of its $voters voters, these are not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
    sleep 1
  done
}

# Type=notify: systemctl returns when etcd serves again, or has failed.
restart_service() {
  check_quorum_without_this
  move_leadership
  was_learner=$(statuses | cut -d ' ' -f 2)
  tell restart "$UNIT"
  stopped=$(uptime_now)
  systemctl restart "$UNIT" || fail "etcd did not start again. Its journal ends with: $(last_words)"
  tell serve "again after $((($(uptime_now) - stopped) * 10)) ms"
  wait_until_caught_up
}

# The member has caught up when it has applied what the cluster had at the moment at which it was back. It must have its vote, and
# run the version of the spec.
wait_until_caught_up() {
  find_etcdctl
  goal=$(statuses --cluster | awk '$4 > goal { goal = $4 } END { printf "%.0f\n", goal }')
  ends=$(($(date +%s) + CATCH_UP_SECONDS))
  until statuses | awk -v goal="$goal" '$5 >= goal && $3 != 0 { found = 1 } END { exit !found }'; do
    [ "$(date +%s)" -lt "$ends" ] ||
      fail "etcd has started again, but has not caught up within $CATCH_UP_SECONDS seconds: $(how_far) of $goal."
    sleep 0.2
  done
  # shellcheck disable=SC2046 # six fields without blanks
  set -- $(statuses)
  [ "${2-}" = false ] || [ "$was_learner" = true ] || fail 'etcd has started again, but as a learner, which has no vote.'
  [ "${6-}" = "$VERSION" ] || fail "etcd has started again, but its version is ${6:-unknown}, and the spec has $VERSION."
}

how_far() {
  applied=$(statuses | cut -d ' ' -f 5)
  echo "it has applied the raft index ${applied:-unknown}"
}

restart_etcd() {
  if current; then return; fi
  restart_service
}

list_restart() {
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if ! current || [ -n "$(needs_restart)" ]; then
    list_move
    tell restart "$UNIT"
  fi
}
