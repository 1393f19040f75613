see_archive_for_machine() {
  [ -n "$(archive_for "$(uname -m)")" ] || problem "This machine is of the kind $(uname -m), and the spec has no archive of etcd $VERSION for that. Add its digest under etcd.install.sha256, or take a machine of another kind."
}

unpack() {
  tar --extract --gzip --file "$1" --directory "$partial/programs" --strip-components=1 --no-same-owner "$2" ||
    fail "$1 cannot be unpacked."
}
