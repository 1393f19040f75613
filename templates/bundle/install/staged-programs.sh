
judge_installation() {
  # shellcheck disable=SC2086 # a program and its digest, in turn
  set -- $PROGRAMS
  while [ $# -gt 0 ]; do
    judge_staged "$1" "$2"
    shift 2
  done
}

gather() {
  # shellcheck disable=SC2086 # a program and its digest, in turn
  set -- $PROGRAMS
  while [ $# -gt 0 ]; do
    take_staged "$1" "$2" "programs/$1"
    chmod 0755 "$partial/programs/$1"
    shift 2
  done
}
