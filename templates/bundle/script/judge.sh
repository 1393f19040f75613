
# --- The judge: whether the node may be touched. It decides for every channel. -----------------------------------------

# Adds a verdict: its code, then what its text needs.
verdict() {
  verdicts="$verdicts$(line_of "$@")
"
}

# The member list of the running cluster, as `etcdctl member list --write-out=fields` prints it: from the own member, from
# the playbook, which asked the other nodes, or from the other members. Empty when nobody answers.
read_member_list() {
  member_list=${own_member_list:-${MEMBER_LIST-}}
  if [ -z "$member_list" ] && [ "$state" != active ] && [ -x "$ETCDCTL" ] && can_ask_others; then
    member_list=$(ask_others) || member_list=
  fi
}

read_facts() {
  state=$(systemctl is-active "$UNIT" 2>/dev/null || true)
  initialised=no
  if any_exists "$WAL_DIRECTORY"/*.wal; then initialised=yes; fi
  differing=$(differing)
  own_member_list=
  status=null
  running_version=
  read_own_member
}

judge() {
  verdicts=
  read_facts
  [ -d /run/systemd/system ] || verdict no-systemd
  wait_for_address || verdict address-missing "$(missing_addresses | paste -sd ' ')"
  judge_what_runs
  read_member_list
  judge_member
  stands=
  [ -z "$member_list" ] || stands=$(printf '%s\n' "$member_list" | standing)
  if [ "$initialised" = yes ]; then judge_data; else judge_without_data; fi
  elsewhere=$(interfering | paste -sd ' ')
  [ -z "$elsewhere" ] || verdict configured-elsewhere "$elsewhere"
  if [ "$(readlink "$UNIT_FILE")" = /dev/null ] && ! has package "$TABLE"; then verdict masked; fi
  judge_machine
  judge_writable "$DATA_DIRECTORY"
  if has 'release|package' "$differing"; then judge_installation; fi
}

judge_what_runs() {
  case $state in
    active) ours || verdict foreign-etcd ;;
    activating | deactivating | reloading) ;;
    *)
      taken=$(listening | paste -sd ' ')
      [ -z "$taken" ] || verdict port-taken "$taken"
      ;;
  esac
}

judge_data() {
  if ! ours; then
    [ "$state" = active ] || verdict foreign-data
    return
  fi
  owner=$(stat -c %U "$WAL_DIRECTORY")
  [ "$owner" = "$ACCOUNT" ] || verdict wrong-owner "$owner"
  # A running member that moves announces its peer URL itself, or cannot be changed here.
  if [ "$state" = active ]; then return; fi
  known=$(known_peer_urls)
  case " $known " in
    '  ' | *" $PEER_URL "*) ;;
    *) verdict peer-url-changed "$known" "$(own_id)" ;;
  esac
}

# A member without data may only start as one that the cluster expects.
judge_without_data() {
  if [ -e "$JOINED_FILE" ]; then
    verdict data-lost
  elif [ "$stands" = started ]; then
    verdict data-lost-elsewhere
  elif [ "$stands" = unknown ]; then
    verdict not-a-member
  elif [ -z "$stands" ] && [ -n "${JOINED_MEMBERS-}" ]; then
    verdict members-silent "$JOINED_MEMBERS"
  fi
}

# Nobody but its owner overwrites what is in the way of a file or a directory, or what a link points to.
judge_machine() {
  ownerless=$(paths_of owner "$differing")
  [ -z "$ownerless" ] || verdict owner-missing "$ownerless"
  unwritable=
  while read -r kind _ _ _ _ path; do
    case $kind in
      directory | parent)
        if [ -L "$path" ]; then
          verdict link-in-the-way "$path"
        elif [ -e "$path" ] && [ ! -d "$path" ]; then
          verdict file-in-the-way "$path"
        fi
        ;;
      file | ca | certificate | key | program)
        if [ -d "$path" ] && [ ! -L "$path" ]; then verdict directory-in-the-way "$path"; fi
        ;;
    esac
    case $kind in
      directory | parent | file | ca | certificate | key | program | release) judge_writable "$path" ;;
    esac
  done <<END
$(printf '%s\n' "$differing")
END
}

# One verdict for each directory that cannot be written to.
judge_writable() {
  above=$1
  while [ -n "$above" ] && [ ! -e "$above" ]; do above=${above%/*}; done
  above=${above:-/}
  [ -w "$above" ] && return
  case " $unwritable " in
    *" $above "*) ;;
    *)
      unwritable="$unwritable $above"
      verdict read-only "$1" "$above"
      ;;
  esac
}
