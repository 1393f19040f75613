
judge_installation() {
  judge_archive
  command -v curl >/dev/null || command -v wget >/dev/null || command -v python3 >/dev/null || verdict no-download-program
}

download() {
  if command -v curl >/dev/null; then
    curl --fail --location --silent --show-error --connect-timeout 10 --retry 3 --retry-delay 2 --retry-connrefused \
      --speed-limit 1 --speed-time 60 --output "$2" "$1"
  elif command -v wget >/dev/null; then
    said=$(wget --no-verbose --connect-timeout=10 --tries=4 --waitretry=2 --retry-connrefused --read-timeout=60 \
      --output-document="$2" "$1" 2>&1) || { printf '%s\n' "$said" >&2 && false; }
  else
    python3 - "$1" "$2" <<'END'
import shutil, sys, urllib.request
try:
    with urllib.request.urlopen(sys.argv[1], timeout=60) as answer, open(sys.argv[2], 'wb') as file:
        shutil.copyfileobj(answer, file)
except OSError as problem:
    sys.exit(f'{sys.argv[1]}: {problem}')
END
  fi || fail "Cannot download $1: see above. Check that the mirror (etcd.install.mirror) is up, that this machine can reach it, and that there is room in $partial."
}

gather() {
  # shellcheck disable=SC2046 # three words
  set -- $(archive_for "$(uname -m)")
  tell download "$2"
  download "$2" "$partial/archive"
  wanted=${3#sha256:}
  case $wanted in
    *://*)
      download "$wanted" "$partial/SHA256SUMS"
      wanted=$(awk -v file="${2##*/}" '$2 == file || $2 == "*" file { print $1; exit }' "$partial/SHA256SUMS")
      ;;
  esac
  found=$(digest_of "$partial/archive")
  [ "$found" = "$wanted" ] || fail "$2 has the SHA-256 digest $found, but it should be ${wanted:-in SHA256SUMS next to it}. It is not used. Correct the mirror, or the digest in the spec (etcd.install.sha256)."
  unpack "$partial/archive" "$1"
}
