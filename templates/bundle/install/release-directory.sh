
# --- How etcd is installed: a release is gathered next to its path, checked, and gets its name only then --------------

gathering() {
  above=${RELEASE_DIRECTORY%/*}
  while [ -n "$above" ] && [ ! -d "$above" ]; do above=${above%/*}; done
  echo "$above/.etcd-$VERSION.partial"
}

clean_up() {
  if [ -n "$partial" ]; then rm -rf "$partial"; fi
}

# Removes what interrupted runs left, those of earlier versions of the playbooks too.
forget_installation() {
  rm -rf "$RELEASE_DIRECTORY.partial"
  above=$RELEASE_DIRECTORY
  while [ -n "$above" ]; do
    above=${above%/*}
    rm -rf "$above/.etcd-$VERSION.partial"
  done
}

prepare_installation() {
  forget_installation
  partial=$(gathering)
  mkdir -p "$partial/programs"
  gather
  said=$("$partial/programs/etcd" --version 2>&1) || true
  case $said in
    *"etcd Version: $VERSION"*) ;;
    *) fail "What was downloaded is not etcd $VERSION, or does not run here. It says: $(printf '%s' "$said" | head -n 1)" ;;
  esac
  chown -R root:root "$partial/programs"
  chmod -R u=rwX,go=rX "$partial/programs"
  # On disk before it has its name: a power cut would leave a release of empty files.
  find "$partial/programs" -type f -exec sync {} +
}

install_etcd() {
  tell install "etcd $VERSION in $RELEASE_DIRECTORY"
  mkdir -p "${RELEASE_DIRECTORY%/*}"
  mv -T "$partial/programs" "$RELEASE_DIRECTORY"
  rm -rf "$partial"
}
