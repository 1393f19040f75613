
# --- For the playbooks -------------------------------------------------------------------------------------------------

# A machine that is not a member and holds client certificates.
set_up_client_host() {
  verdicts=
  differing=$(differing)
  judge_machine
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes)"; fi
  changing=yes
  remove_remains
  make_directories
  write_files
  write_credentials
  check_all_written
}

# site.yml, one member at a time.
update() {
  keep_old_names
  judge
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_peer_url && list_changes && list_restart)"; fi
  announce_peer_url
  apply
  enable_etcd
  restart_etcd
}

# Whether the running member is to have another peer URL.
moves() {
  case " $(known_peer_urls) " in
    '  ' | *" $PEER_URL "*) return 1 ;;
  esac
}

list_peer_url() {
  if moves; then tell update "the peer URL in the member list: $PEER_URL"; fi
}

# The others look for this member at its new peer URL from now on. Until it has restarted there, it asks them.
announce_peer_url() {
  if ! moves; then return; fi
  list_peer_url
  said=$(use_own_member && "$etcdctl" --command-timeout=5s member update "$(own_id)" --peer-urls="$PEER_URL" 2>&1) ||
    fail "The cluster does not take the peer URL $PEER_URL of $NODE: $(printf '%s\n' "$said" | sed -n '$s/^Error: //p')."
}

# restart.yml, one member at a time. Nothing is written.
restart() {
  judge
  refuse_on_verdicts
  [ "$state" = active ] || fail 'etcd does not run here. Run site.yml, which starts it.'
  if [ "$check" = yes ]; then end_check "$(list_move && tell restart "$UNIT")"; fi
  changing=yes
  restart_service
}

# stop.yml. The unit stays enabled unless somebody asks otherwise.
stop() {
  judge
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_stop)"; fi
  changing=yes
  list_stop
  if [ "${DISABLE-no}" = yes ]; then systemctl disable --quiet "$UNIT"; fi
  if systemctl is-active --quiet "$KEYS_UNIT"; then systemctl stop "$KEYS_UNIT"; fi
  systemctl stop "$UNIT" || fail "etcd did not stop: journalctl -u $UNIT says why."
}

list_stop() {
  if [ "${DISABLE-no}" = yes ] && systemctl is-enabled --quiet "$UNIT"; then tell disable "$UNIT"; fi
  case $state in
    inactive | failed) ;;
    *) tell stop "$UNIT" ;;
  esac
}

# site.yml, for certificates and keys alone.
renew() {
  keep_old_names
  judge
  differing=$(printf '%s\n' "$differing" | lines_of 'certificate|key')
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes)"; fi
  changing=yes
  remove_remains
  write_credentials
}

# A text as a JSON string.
json() {
  printf '%s' "$1" | tr '\001-\011\013-\037\177' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g' |
    awk 'BEGIN { printf "\"" } { printf "%s%s", separator, $0; separator = "\\n" } END { printf "\"" }'
}

truth() {
  if "$@" >/dev/null 2>&1; then echo true; else echo false; fi
}

# The lines of files.txt that differ, as JSON.
differing_as_json() {
  printf '%s\n' "$differing" | awk 'NF { printf "%s{\"kind\": \"%s\", \"path\": \"%s\"}", separator, $1, $6; separator = ", " }'
}

# The peer URLs of all members, by the own member's list, which has them as JSON strings.
peer_urls_as_json() {
  printf '%s\n' "$own_member_list" | awk '$1 == "\"PeerURL\"" && $3 ~ /^"[^"\\]*"$/ { printf "%s%s", separator, $3; separator = ", " }'
}

verdicts_as_json() {
  printf '%s' "$verdicts" | while read -r code text; do
    printf '{"code": "%s", "text": %s}\n' "$code" "$(json "$text")"
  done | paste -sd ,
}

# A running member gets its certificates and keys replaced without a restart, unless their directory or a CA changes too.
# Those of a member that moves have its old names too, or, if nobody could issue such, change together with its address.
renews() {
  [ "$state" = active ] && has 'certificate|key' "$differing" && ! has 'directory|parent|ca' "$differing" &&
    { ! readdressed || has moving "$TABLE"; }
}

# Whether the node's own certificates have to change with where it listens.
readdressed() {
  for pair in "initial-advertise-peer-urls $PEER_URL" "advertise-client-urls $CLIENT_URL"; do
    configured=$(configured "${pair% *}" | head -n 1)
    [ -z "$configured" ] || [ "$configured" = "${pair#* }" ] || return 0
  done
  return 1
}

# Whether a running member differs in something else.
updates() {
  [ "$is_current" = false ] || ! systemctl is-enabled --quiet "$UNIT" || has 'account|directory|parent|file|ca|release|program|package|leftover' "$differing"
}

# Whether site.yml has anything to do here.
to_do() {
  [ "$state" != active ] || updates || renews || printf '%s' "$status" | grep -q '"isLearner":true'
}

# What etcd says against the health of the own member, and its alarms; nothing when all is well. etcdctl also prints log lines,
# which are JSON.
ask_health() {
  if health=$(use_own_member && "$etcdctl" --command-timeout=5s endpoint health 2>&1 >/dev/null); then
    health=
  else
    health=$(printf '%s\n' "$health" | sed '/^{/d; /^Error: unhealthy cluster$/d')
    health=${health:-no answer}
  fi
  alarms=$(use_own_member && "$etcdctl" --command-timeout=5s alarm list 2>/dev/null | paste -sd ' ') || alarms=
}

inspect() {
  if [ "$KIND" = absent ]; then
    inspect_absent
    return
  fi
  inspected_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if [ "$KIND" = client-host ]; then
    verdicts=
    differing=$(differing)
    judge_machine
    printf '{"differs": [%s], "verdicts": [%s]}\n' "$(differing_as_json)" "$(verdicts_as_json)"
    return
  fi
  judge
  if [ "${REPLACES-no}" = yes ]; then judge_replacement; fi
  # Once: it reads all of the etcd program.
  is_current=$(truth current)
  health=
  alarms=
  if [ "$state" = active ] && [ "${ASK_HEALTH-no}" = yes ]; then ask_health; fi
  (
    use_own_member
    cat <<JSON
{
  "time": "$inspected_at",
  "machine": "$(uname -m)",
  "state": "$state",
  "waits": $(truth systemctl is-active "$KEYS_UNIT"),
  "enabled": $(truth systemctl is-enabled "$UNIT"),
  "initialised": $(truth [ "$initialised" = yes ]),
  "joined": $(truth test -e "$JOINED_FILE"),
  "current": $is_current,
  "differs": [$(differing_as_json)],
  "to_do": $(truth to_do),
  "renews": $(truth renews),
  "readdressed": $(truth readdressed),
  "updates": $(truth updates),
  "etcdctl": "$etcdctl",
  "etcdctl_environment": {
    "ETCDCTL_CACERT": "${ETCDCTL_CACERT-}",
    "ETCDCTL_CERT": "${ETCDCTL_CERT-}",
    "ETCDCTL_KEY": "${ETCDCTL_KEY-}",
    "ETCDCTL_ENDPOINTS": "${ETCDCTL_ENDPOINTS-}"
  },
  "health": $(json "$health"),
  "alarms": $(json "$alarms"),
  "peer_urls": [$(peer_urls_as_json)],
  "absent": [$(absent_as_json)],
  "status": $status,
  "member_list": $(json "$own_member_list"),
  "stands": "$stands",
  "lock": $(lock_as_json),
  "verdicts": [$(verdicts_as_json)]
}
JSON
  )
}
