see_that_etcd_can_be_installed() {
  see_archive_for_machine
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  [ $# -eq 0 ] || see_staged "$2" "$3"
}

gather() {
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  take_staged "$2" "$3" archive
  unpack "$partial/archive" "$1"
}
