
# A staged file: next to this script, or where the spec has it on the node.
staged() {
  for directory in "$here/staging" "$STAGING_DIRECTORY"; do
    if [ -f "$directory/$1" ]; then
      echo "$directory/$1"
      return
    fi
  done
}

# A playbook that copies the files from the control node says so: they are not here yet.
judge_staged() {
  [ "${STAGING_FOLLOWS-no}" = no ] || return 0
  file=$(staged "$1")
  if [ -z "$file" ]; then
    verdict staged-file-missing "$1"
  else
    found=$(digest_of "$file")
    [ "$found" = "$2" ] || verdict staged-file-differs "$file" "$found" "$2"
  fi
}

take_staged() {
  tell take "$(staged "$1")"
  cp "$(staged "$1")" "$partial/$3"
  [ "$(digest_of "$partial/$3")" = "$2" ] || fail "$1 changed while it was copied."
}
