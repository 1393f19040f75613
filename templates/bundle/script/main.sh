
# --- In order ----------------------------------------------------------------------------------------------------------

# In a function, so that a script that was cut short does nothing.
main() {
  # A folder of this name is temporary: the command in README.md deletes it.
  case $here in
    /run/quorate.*) again='run this again' ;;
    *) again="run sh $here/bootstrap.sh" ;;
  esac
  check=no
  verb=set_up
  read_arguments "$@"
  trap ended EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  TABLE=$(cat "$here/files.txt")
  [ "$(sha256sum <"$here/files.txt")" = "$TABLE_DIGEST  -" ] || fail 'files.txt does not belong to this script. Copy the whole folder again.'
  [ "$(id -u)" = 0 ] || fail 'Run this as root.'
  if [ "$verb" != inspect ] && [ "$verb" != release ] && command -v flock >/dev/null; then
    exec 9>/run/etcd-bootstrap.lock
    flock -n 9 || fail 'Another run of this is under way on this machine.'
  fi
  "$verb"
}

main "$@"
