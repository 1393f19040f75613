
# --- How etcd is installed: by the distribution's packages, masked until our unit is there, since they start etcd -------

judge_installation() {
  if ! command -v apt-get >/dev/null; then
    verdict no-apt
    return
  fi
  if [ -e /var/lib/etcd/default/member ] && [ "$DATA_DIRECTORY" != /var/lib/etcd/default ]; then verdict package-data; fi
  # A run that was ended in the middle of an installation has left the mask.
  if [ "$(readlink "$UNIT_FILE")" = /dev/null ]; then finish_dpkg; fi
  # On a new machine, apt may know nothing yet.
  if ! said=$(apt update 2>&1); then
    verdict apt-fails "$(printf '%s' "$said" | paste -sd ' ')"
    return
  fi
  wanted=
  for package in $PACKAGES; do
    version=$(offered "$package")
    if [ -n "$version" ]; then
      wanted="$wanted $package=$version"
    else
      offers=$(apt-cache madison "$package" | awk -F ' *[|] *' '{ printf "%s%s", separator, $2; separator = ", " }')
      verdict version-not-offered "$package" "${offers:-no version of it}"
    fi
  done
}

# A dpkg package: what is wanted of it, its status, and its version without Debian's additions.
installed() {
  dpkg-query --show --showformat '${db:Status-Want} ${db:Status-Status} ${Version}' "$1" 2>/dev/null |
    sed -E 's/ [0-9]+:([^ ]*)$/ \1/; s/[+-][^ ]*$//'
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

# What apt and dpkg print is of use only when they fail.
quietly() {
  if ! said=$(DEBIAN_FRONTEND=noninteractive "$@" </dev/null 2>&1); then
    printf '%s\n' "$said" >&2
    return 1
  fi
}

# A file of the package that is ours already stays.
apt() {
  quietly apt-get --quiet --yes -o DPkg::Lock::Timeout=300 \
    -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"
}

# apt does nothing before dpkg has finished what it began, and dpkg may live on for a while when apt was killed.
finish_dpkg() {
  tries=0
  until DEBIAN_FRONTEND=noninteractive dpkg --force-confdef --force-confold --configure -a </dev/null >/dev/null 2>&1 ||
    [ "$tries" -ge 30 ]; do
    tries=$((tries + 1))
    sleep 1
  done
}

# While our unit is there, dpkg must not start or restart it: invoke-rc.d and deb-systemd-invoke ask policy-rc.d.
POLICY=/usr/sbin/policy-rc.d

deny_starts() {
  if [ -e "$POLICY" ] && ! written_by_quorate "$POLICY"; then mv -f "$POLICY" "$POLICY.before-quorate"; fi
  printf '#!/bin/sh\n%s\nexit 101\n' "$MARKER$CLUSTER" >"$POLICY"
  chmod 0755 "$POLICY"
}

allow_starts() {
  if written_by_quorate "$POLICY"; then rm -f "$POLICY"; fi
  if [ -e "$POLICY.before-quorate" ]; then mv -f "$POLICY.before-quorate" "$POLICY"; fi
}

clean_up() {
  [ "$changing" = no ] || [ "$KIND" = client-host ] || allow_starts
}

forget_installation() {
  allow_starts
}

prepare_installation() {
  tell download "$PACKAGES, by apt"
  # shellcheck disable=SC2086 # several packages
  apt install --download-only --no-install-recommends --allow-change-held-packages --allow-downgrades $wanted ||
    fail "apt cannot download the packages. Correct what its lines above say."
}

install_etcd() {
  tell install "$wanted"
  if written_by_quorate "$UNIT_FILE"; then
    deny_starts
  else
    ln -sfn /dev/null "$UNIT_FILE"
    systemctl daemon-reload
  fi
  # shellcheck disable=SC2086 # several packages
  apt install --no-install-recommends --allow-change-held-packages --allow-downgrades $wanted ||
    fail "apt has failed. Correct what its lines above say. Until then, $UNIT may stay masked."
  allow_starts
  # shellcheck disable=SC2086 # several packages
  apt-mark hold $PACKAGES >/dev/null
}
