
judge_installation() {
  judge_archive
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  [ $# -eq 0 ] || judge_staged "$2" "$3"
}

gather() {
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  take_staged "$2" "$3" archive
  unpack "$partial/archive" "$1"
}
