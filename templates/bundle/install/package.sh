# How etcd is installed: by the distribution's packages, masked until its own unit lies there, since they start it at once.

see_that_etcd_can_be_installed() {
  if ! command -v apt-get >/dev/null; then
    problem "This machine has no apt. The method package is for Debian and Ubuntu: choose another etcd.install.method."
    return
  fi
  if [ -e /var/lib/etcd/default/member ] && [ "$DATA_DIRECTORY" != /var/lib/etcd/default ]; then
    problem "/var/lib/etcd/default holds the data of an etcd that the package once started by itself. Stop that (systemctl disable --now etcd), move the directory aside, and run this again."
  fi
}

# How apt calls the version of a package that the spec wants.
offered() {
  apt-cache madison "$1" | awk -F ' *[|] *' -v wanted="$VERSION" '{
    version = $2
    sub(/^[0-9]+:/, "", version)
    sub(/[+-].*/, "", version)
    if (version == wanted) { print $2; exit }
  }'
}

# What apt and dpkg have to say is of use only where they fail.
quietly() {
  if ! said=$(DEBIAN_FRONTEND=noninteractive "$@" </dev/null 2>&1); then
    printf '%s\n' "$said" >&2
    return 1
  fi
}

# Where a file that the package has as its own is ours already, it stays.
apt() {
  quietly apt-get --quiet --yes -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# apt does nothing before dpkg has finished what it has begun; and its dpkg may live on for a while where it was ended.
finish_dpkg() {
  tries=0
  until DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a </dev/null >/dev/null 2>&1 ||
    [ "$tries" -ge 30 ]; do
    tries=$((tries + 1))
    sleep 1
  done
}

forget_installation() {
  :
}

prepare_installation() {
  # A run that was ended in the middle of an installation has left the mask.
  if [ "$(readlink "$UNIT_FILE")" = /dev/null ]; then finish_dpkg; fi
  tell fetch "$PACKAGES, by apt"
  apt update || fail "apt cannot read what its archives offer: see above."
  wanted=
  for package in $PACKAGES; do
    version=$(offered "$package")
    [ -n "$version" ] || fail "apt has no $package $VERSION. It offers: $(apt-cache madison "$package" | awk -F ' *[|] *' '{ printf "%s%s", separator, $2; separator = ", " }'). Write one of these as etcd.version, as far as the first + or -, or choose another etcd.install.method."
    wanted="$wanted $package=$version"
  done
  # shellcheck disable=SC2086 # several packages
  apt install --download-only --no-install-recommends --allow-change-held-packages --allow-downgrades $wanted ||
    fail "apt cannot fetch the packages: see above."
}

install_etcd() {
  tell install "$wanted"
  ln -sfn /dev/null "$UNIT_FILE"
  systemctl daemon-reload
  # shellcheck disable=SC2086 # several packages
  apt install --no-install-recommends --allow-change-held-packages --allow-downgrades $wanted ||
    fail "apt has failed: see above. etcd stays masked until this has been run again."
  # shellcheck disable=SC2086 # several packages
  apt-mark hold $PACKAGES >/dev/null
}
