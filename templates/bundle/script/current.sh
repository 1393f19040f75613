
# Whether the running etcd was started from the files on disk and the drop-ins of its unit, which systemd has read since. While
# may-start.sh asks the other members, it is about to be.
current() {
  [ "$(systemctl show --property=NeedDaemonReload --value "$UNIT")" = no ] || return 1
  if [ "$(systemctl is-active "$UNIT")" = activating ] && [ ! -e "$STARTED_FILE" ]; then return 0; fi
  [ -e "$STARTED_FILE" ] || return 1
  while read -r digest path; do
    [ "$(running_digest "$path" "${path#\*}")" = "$digest" ] || return 1
  done <"$STARTED_FILE"
  for path in $(systemctl show --property=DropInPaths --value "$UNIT"); do
    [ "$path" = "$JOINING_DROP_IN" ] || grep -qF "  $path" "$STARTED_FILE" || return 1
  done
}

# The digest of a file as the started etcd has it: of a program the whole, else what a running member reads again.
running_digest() {
  case $1 in
    \**) digest_of "$2" ;;
    *) grep -viE "$READ_AT_START_ONLY" "$2" 2>/dev/null | digest_of /dev/stdin ;;
  esac
}
