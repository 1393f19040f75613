# A staged file: beside this script, or where the spec has it on the node.
staged() {
  for place in "$here/staging" "$STAGING_DIRECTORY"; do
    if [ -f "$place/$1" ]; then
      echo "$place/$1"
      return
    fi
  done
}

see_staged() {
  file=$(staged "$1")
  if [ -z "$file" ]; then
    problem "$1 is neither in $STAGING_DIRECTORY nor in staging/ beside this script. Put it there."
  else
    found=$(digest_of "$file")
    [ "$found" = "$2" ] || problem "$file has the SHA-256 digest $found, but it should be $2. Put the right file there, or correct the digest in the spec."
  fi
}

take_staged() {
  tell take "$(staged "$1")"
  cp "$(staged "$1")" "$partial/$3"
  [ "$(digest_of "$partial/$3")" = "$2" ] || fail "$1 has changed meanwhile."
}
