
# --- In order ----------------------------------------------------------------------------------------------------------

say_result() {
  missing=$(missing_keys | paste -sd ' ')
  if waits; then
    echo "$NODE: ready. etcd waits for its private keys and starts when they are here: $missing"
    return
  fi
  [ -z "$missing" ] || echo "$NODE: these private keys are still missing, and etcd does not wait for them: $missing"
  if [ "$state" != active ]; then
    [ -n "${RUN-}" ] || check_that_it_stays_up
    echo "$NODE: done. etcd is ready once a majority of the members is up: systemctl status etcd shows it."
  elif current; then
    echo "$NODE: as it should be."
  else
    echo "$NODE: as it should be, but etcd still runs with the files from before. Restart it while all other members are healthy, or run site.yml."
  fi
}

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
