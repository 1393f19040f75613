
judge_archive() {
  [ -n "$(archive_for "$(uname -m)")" ] || verdict no-archive "$(uname -m)"
}

unpack() {
  tar --extract --gzip --file "$1" --directory "$partial/programs" --strip-components=1 --no-same-owner "$2" ||
    fail "Cannot unpack $1."
}
