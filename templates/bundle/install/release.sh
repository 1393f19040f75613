see_that_etcd_can_be_installed() {
  see_archive_for_machine
  command -v curl >/dev/null || command -v wget >/dev/null ||
    problem "Neither curl nor wget is here to fetch etcd with. Install one of them, or stage the release (etcd.install)."
}

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --location --silent --show-error --connect-timeout 10 --retry 3 --retry-delay 2 --retry-connrefused \
      --output "$2" "$1"
  else
    said=$(wget --no-verbose --connect-timeout=10 --tries=4 --waitretry=2 --retry-connrefused \
      --output-document="$2" "$1" 2>&1) || { printf '%s\n' "$said" >&2 && false; }
  fi || fail "$1 cannot be fetched: see above. Is the mirror (etcd.install.mirror) up, can this machine reach it, and is there room in $partial?"
}

gather() {
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  tell fetch "$2"
  fetch "$2" "$partial/archive"
  wanted=${3#sha256:}
  case $wanted in
    *://*)
      fetch "$wanted" "$partial/SHA256SUMS"
      wanted=$(awk -v file="${2##*/}" '$2 == file || $2 == "*" file { print $1; exit }' "$partial/SHA256SUMS")
      ;;
  esac
  found=$(digest_of "$partial/archive")
  [ "$found" = "$wanted" ] || fail "$2 has the SHA-256 digest $found, but it should be ${wanted:-in SHA256SUMS beside it}. It is not used. Correct the mirror, or the digest in the spec (etcd.install.sha256)."
  unpack "$partial/archive" "$1"
}
