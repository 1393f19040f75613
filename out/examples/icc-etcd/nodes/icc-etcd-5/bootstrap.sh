#!/bin/sh
# Sets up icc-etcd-5, a member of icc-etcd, on the machine that this runs on, as root. Written by quorate.
#
#   sh bootstrap.sh --check    says what it would change, and changes nothing
#   sh bootstrap.sh            does it
#
# It may be run again at any time, also after an interruption, and changes only what differs. What the machine is to hold
# is in files.txt beside this; the files lie under rootfs/. Where private keys are missing there, etcd waits for them.
# It sees this machine alone: a member that serves gets other certificates, but is never restarted.
#
# It ends with 0 when all is as it should be, with 1 when it has refused or failed, which it explains, and with --check
# with 2 when something is to be done.

set -eu
umask 022

NODE=icc-etcd-5
TABLE_DIGEST=a4ac2f4968d77969de1750ea5f84084beefd7f046ee04ef701b4fed58bc445a6
ADDRESS=141.22.30.36
PORTS='2379 2380 2381'
PEER_URL=https://141.22.30.36:2380
# Where clients reach the other members.
OTHERS=https://141.22.30.32:2379,https://141.22.30.33:2379,https://141.22.30.34:2379,https://141.22.30.35:2379
ACCOUNT=etcd
GROUP=etcd
UNIT=etcd.service
UNIT_FILE=/etc/systemd/system/etcd.service
DATA_DIRECTORY=/var/lib/etcd
WAL_DIRECTORY=/var/lib/etcd/member/wal
JOINED_FILE=/etc/etcd/joined
STARTED_FILE=/run/etcd/started.sha256
# What says that a node is a member of this cluster, and where.
HEADING=', a member of icc-etcd. Written by quorate'
TOKEN_FILES='/etc/default/etcd /etc/systemd/system/etcd.service /etc/etcd/etcd.conf.yml'
TOKEN_LINES='cluster=icc-etcd token=etcd-cluster-0
ETCD_INITIAL_CLUSTER_TOKEN="etcd-cluster-0"
  --initial-cluster-token=etcd-cluster-0 \
initial-cluster-token: etcd-cluster-0'
# What has a start join a cluster that runs already; the last is the unit's drop-in.
JOINING_FILES='/run/etcd-joining.env /run/systemd/system/etcd.service.d/joining.conf'
JOINING_DROP_IN=/run/systemd/system/etcd.service.d/joining.conf
ETCDCTL=/usr/bin/etcdctl
# The keys without which etcd cannot start, and with which certificate the others are asked.
MEMBER_KEYS=/etc/etcd/kubernetes-key.pem
export ETCDCTL_CACERT=/etc/etcd/ca.pem
export ETCDCTL_CERT=/etc/etcd/kubernetes.pem
export ETCDCTL_KEY=/etc/etcd/kubernetes-key.pem
VERSION=3.5.16
PACKAGES='etcd-server etcd-client'

# What can be seen of a node. Changes nothing.

any_exists() {
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# How dpkg has a package: what is wanted of it, how it is, and the version without what Debian adds to it.
installed() {
  dpkg-query --show --showformat '${db:Status-Want} ${db:Status-Status} ${Version}' "$1" 2>/dev/null |
    sed -E 's/ [0-9]+:([^ ]*)$/ \1/; s/[+-][^ ]*$//'
}

# What lies on the machine otherwise than the table has it: those of its lines. A line has the kind, mode, owner, group,
# the digest or the target, and the path.
differing() {
  printf '%s\n' "$TABLE" | while read -r kind mode owner group content path; do
    case $kind in
      account) [ "$(id -gn "$owner" 2>/dev/null)" = "$group" ] ;;
      owner) id "$owner" >/dev/null 2>&1 && getent group "$group" >/dev/null ;;
      parent) [ -d "$path" ] ;;
      directory) [ -d "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] ;;
      file | certificate | key)
        [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] &&
          [ "$(sha256sum <"$path")" = "$content  -" ]
        ;;
      release) [ -d "$path" ] ;;
      program) [ -x "$path" ] && [ "$(readlink "$path")" = "$content" ] ;;
      package) [ "$(installed "$path")" = "hold installed $content" ] ;;
      leftover) ! grep -qF 'Written by quorate' "$path" 2>/dev/null ;;
    esac || printf '%s\n' "$kind $mode $owner $group $content $path"
  done
}

# The same as a list in JSON: paths, and what is no path after its kind.
differing_as_json() {
  differing | while read -r kind _ _ _ _ path; do
    case $kind in
      package | owner) printf '"%s %s"\n' "$kind" "$path" ;;
      *) printf '"%s"\n' "$path" ;;
    esac
  done | paste -sd ,
}

# Ports of ours that something listens on (the state 0A in the kernel's tables of sockets).
listening() {
  for port in $PORTS; do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$port" -v hexadecimal="$(printf '%04X' "$port")" \
        '$4 == "0A" && $2 ~ (":" hexadecimal "$") { print port; exit }'
  done
}

# What configures etcd beside us, which etcd would refuse or ignore: drop-ins of the unit, systemd's own environment.
interfering() {
  {
    for path in $(systemctl show --property=DropInPaths --value "$UNIT"); do
      [ "$path" = "$JOINING_DROP_IN" ] || grep -lE '^[[:space:]]*(ExecStart|EnvironmentFile)[[:space:]]*=|ETCD_' "$path"
    done
    systemctl show-environment | grep -oE '^ETCD_[A-Z_]+'
  } 2>/dev/null
}

# Whether the running etcd was started from what lies on disk, by a unit that systemd has read since. While may-start.sh
# asks the others, it is about to be.
current() {
  [ "$(systemctl show --property=NeedDaemonReload --value "$UNIT")" = no ] || return 1
  if [ "$(systemctl is-active "$UNIT")" = activating ] && [ ! -e "$STARTED_FILE" ]; then return 0; fi
  sha256sum --check --status "$STARTED_FILE" 2>/dev/null
}

# Whether the node says of itself that it is a member of this cluster: once it has joined, the one file does, and before
# that what configures it. Tokens may be alike: guides that people copy from name the same one.
# shellcheck disable=SC2086 # several files
ours() {
  if [ -e "$JOINED_FILE" ]; then
    grep -qxF "$TOKEN_LINES" "$JOINED_FILE"
  else
    grep -qxF "$TOKEN_LINES" $TOKEN_FILES 2>/dev/null && grep -qF "$HEADING" $TOKEN_FILES 2>/dev/null
  fi
}

# The peer URL by which the member is configured here, in whichever style.
# shellcheck disable=SC2086 # several files
configured_peer_url() {
  grep -lF "$HEADING" $TOKEN_FILES 2>/dev/null | while read -r path; do
    sed -nE 's/^[^#]*initial[_-]advertise[_-]peer[_-]urls["=: ]+([^"=, \\]+).*/\1/Ip' "$path"
  done | head -n 1
}

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

PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
problems=
changing=no
explained=no
partial=

# One thing that is done, or would be.
tell() {
  printf '%s: %-9s %s\n' "$NODE" "$1" "$2"
}

problem() {
  problems="$problems
$NODE:   - $1"
}

# Ends a run that something has come in the way of.
fail() {
  explained=yes
  if [ "$changing" = yes ]; then
    echo "$NODE: failed: $1 Once that is mended, $again: it goes on from here." >&2
  else
    echo "$NODE: failed: $1 Nothing was changed. Once that is mended, $again." >&2
  fi
  exit 1
}

refuse_on_problems() {
  if [ -n "$problems" ]; then
    explained=yes
    echo "$NODE: refused:$problems" >&2
    echo "$NODE: Nothing was changed. Once that is mended, $again." >&2
    exit 1
  fi
}

# However this ends, it says so.
ended() {
  status=$?
  if [ -n "$partial" ]; then rm -rf "$partial"; fi
  if [ "$status" -eq 0 ] || [ "$explained" = yes ]; then exit "$status"; fi
  if [ "$status" -gt 128 ]; then
    echo "$NODE: interrupted. To go on, $again." >&2
  else
    explained=yes
    fail 'see above.'
  fi
  exit "$status"
}

# Lines of a table by their kinds: lines_of 'file|certificate'
lines_of() {
  awk -v kinds="^($1)$" '$1 ~ kinds'
}

has() {
  printf '%s\n' "$2" | awk -v kinds="^($1)$" '$1 ~ kinds { found = 1 } END { exit !found }'
}

# --- What is there, and whether it may be touched ---------------------------------------------------------------------

see_what_was_brought() {
  while read -r kind _ _ _ digest path; do
    if [ ! -e "$here/rootfs$path" ]; then
      [ -z "$path" ] || [ "$kind" = key ] || problem "rootfs$path is missing beside this script: bring the whole folder again."
    elif [ ! -f "$here/rootfs$path" ] || [ "$(sha256sum <"$here/rootfs$path")" != "$digest  -" ]; then
      problem "rootfs$path beside this script is not the file that files.txt has: bring the whole folder again."
    fi
  done <<END
$(printf '%s\n' "$TABLE" | lines_of 'file|certificate|key')
END
}

# A certificate is of no use with the key of another one: both are brought, or the key was never there.
see_keys_that_do_not_fit() {
  while read -r _ _ _ _ digest path; do
    if [ ! -e "$here/rootfs$path" ] && [ -f "$path" ] && [ "$(sha256sum <"$path")" != "$digest  -" ]; then
      problem "$path is not the key of the certificate that was brought, and rootfs$path is missing beside this script. Bring the keys as well."
    fi
  done <<END
$(printf '%s\n' "$differing" | lines_of key)
END
}

# What is in the way of a file or a directory is nobody's to overwrite, and what lies behind a link is somebody else's.
see_what_lies_in_the_way() {
  while read -r kind _ _ _ _ path; do
    case $kind in
      directory | parent)
        if [ -L "$path" ]; then
          problem "$path is a link. Name the directory that it leads to in the spec (etcd.paths), or put a directory there."
        elif [ -e "$path" ] && [ ! -d "$path" ]; then
          problem "$path is in the way of a directory. Move it away."
        fi
        ;;
      file | certificate | key | program)
        if [ -d "$path" ] && [ ! -L "$path" ]; then problem "$path is a directory, in the way of a file. Move it away."; fi
        ;;
    esac
    case $kind in
      directory | parent | file | certificate | key | program | release) see_whether_writable "$path" ;;
    esac
  done <<END
$(printf '%s\n' "$differing")
END
  see_whether_writable "$DATA_DIRECTORY"
  if [ "$(readlink "$UNIT_FILE")" = /dev/null ] && ! has package "$TABLE"; then
    problem "$UNIT is masked here: somebody wants it not to run. If that has passed, systemctl unmask $UNIT."
  fi
}

see_whether_writable() {
  above=$1
  while [ -n "$above" ] && [ ! -e "$above" ]; do above=${above%/*}; done
  [ -w "${above:-/}" ] || case $problems in
    *" ${above:-/} cannot be written to."*) ;;
    *) problem "$1 cannot be laid down: ${above:-/} cannot be written to. Is its file system mounted read-only?" ;;
  esac
}

has_address() {
  command -v ip >/dev/null || return 0
  ip -o address show | awk -v address="$ADDRESS" '{ split($4, part, "/") } part[1] == address { found = 1 } END { exit !found }'
}

boots() {
  case $(systemctl is-system-running) in
    initializing | starting) return 0 ;;
  esac
  return 1
}

# An address may be set while the machine still boots.
wait_for_address() {
  tries=0
  until has_address; do
    tries=$((tries + 1))
    if [ "$check" = yes ] || [ "$tries" -gt 30 ] || ! boots; then return 1; fi
    [ "$tries" -gt 1 ] || tell wait "for $ADDRESS to be set on this machine"
    sleep 1
  done
}

see_whether_node_may_be_touched() {
  wait_for_address ||
    problem "This machine does not have the address $ADDRESS: is it $NODE? Run the script of the node that it is, or set the address."
  if [ "$state" = active ]; then
    ours || problem "$UNIT runs here, and nothing says that it is a member of this cluster. It is left alone. If nobody needs it, stop it (systemctl disable --now etcd), move its data aside, and run this again."
  elif [ "$state" != activating ]; then
    taken=$(listening | paste -sd ' ')
    [ -z "$taken" ] || problem "Something other than $UNIT listens on port $taken. Stop it (ss -ltnp names it), or choose other ports in the spec."
  fi
  if [ "$initialised" = yes ]; then
    ours || problem "$DATA_DIRECTORY holds the data of a member, but nothing says that it is one of this cluster. It is left alone. If the data is wanted, use what was generated from the spec that made it; if not, move the directory aside."
    owner=$(stat -c %U "$WAL_DIRECTORY")
    peer_url=$(configured_peer_url)
    [ "${peer_url:-$PEER_URL}" = "$PEER_URL" ] || [ "$(standing)" = started ] ||
      problem "The cluster was formed with this member at $peer_url, and now it would be at $PEER_URL. Run site.yml, which says how to tell the cluster, or use what was generated before."
    [ "$owner" = "$ACCOUNT" ] || problem "The data in $DATA_DIRECTORY belongs to $owner, and etcd is to run as $ACCOUNT, which could not read it. Put the account back, or stop etcd and change the owner of its data."
  elif [ -e "$JOINED_FILE" ]; then
    problem "This was a member, and $DATA_DIRECTORY holds no data. It is left alone, since started like this it could found a second cluster. If the directory is on a disk that is not mounted, mount it. If the data is gone for good, see \"A member has lost its data\" in the cluster's README.md."
  fi
  interferes=$(interfering | paste -sd ' ')
  [ -z "$interferes" ] || problem "Beside the spec, $interferes configures etcd. Put what is needed of it into the spec (etcd.extraOptions), and remove it."
  for path in $(printf '%s\n' "$differing" | lines_of owner | cut -d ' ' -f 6); do
    problem "The account or the group that $path is to belong to is missing. Make it first, or name another in the spec (tls.clients[].install)."
  done
  if [ "$state" = active ] && ours && has 'account|directory|parent|file|release|program|package|leftover' "$differing"; then
    changes=$(printf '%s\n' "$differing" | lines_of 'account|directory|parent|file|release|program|package|leftover' | cut -d ' ' -f 6 | paste -sd ' ')
    problem "etcd serves here, and this would need a restart: $changes. This sees none of the other members: run site.yml, or, once all of them are healthy, stop etcd here (systemctl stop etcd) and run this again, which starts it."
  fi
}

# What the other members say, where they can be asked before anything is laid down.
see_whether_the_cluster_takes_it() {
  if [ "$initialised" = no ] && [ ! -e "$JOINED_FILE" ] && [ -x "$ETCDCTL" ] && [ -e "$ETCDCTL_CERT" ] && [ -e "$ETCDCTL_KEY" ]; then
    stands=$(standing)
    reason=$(why_not "$stands")
    [ -z "$reason" ] || problem "$reason"
  fi
}

# --- What is done -----------------------------------------------------------------------------------------------------

make_account() {
  tell_of_account
  getent group "$GROUP" >/dev/null || groupadd --system "$GROUP"
  if id "$ACCOUNT" >/dev/null 2>&1; then
    usermod --gid "$GROUP" "$ACCOUNT"
  else
    useradd --system --gid "$GROUP" --home-dir "$DATA_DIRECTORY" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
  fi
}

tell_of_account() {
  if id "$ACCOUNT" >/dev/null 2>&1; then
    tell change "account $ACCOUNT: its group is to be $GROUP"
  else
    tell make "account $ACCOUNT"
  fi
}

make_directories() {
  printf '%s\n' "$differing" | lines_of 'directory|parent' | while read -r kind mode owner group _ path; do
    tell make "$path"
    if [ "$kind" = parent ]; then mkdir -p "$path"; else install -d -m "$mode" -o "$owner" -g "$group" "$path"; fi
  done
}

link_programs() {
  printf '%s\n' "$differing" | lines_of program | while read -r _ _ _ _ target path; do
    tell link "$path"
    ln -sfn "$target" "$path.new"
    mv -fT "$path.new" "$path"
  done
}

lay_down_files() {
  printf '%s\n' "$differing" | lines_of file | while read -r _ mode owner group _ path; do
    tell write "$path"
    install -T -m "$mode" -o "$owner" -g "$group" "$here/rootfs$path" "$path.new"
    mv -fT "$path.new" "$path"
  done
}

# Certificates and keys are laid beside their places and moved in one go: etcd reads both at every handshake.
lay_down_credentials() {
  credentials=$(printf '%s\n' "$differing" | lines_of 'certificate|key')
  for directory in $(printf '%s\n' "$credentials" | sed -n 's|^.* \(/.*\)/[^/]*$|\1|p' | sort -u); do
    rm -rf "$directory/.incoming"
    mkdir -m 0700 "$directory/.incoming"
    printf '%s\n' "$credentials" | while read -r kind mode owner group _ path; do
      [ "${path%/*}" = "$directory" ] || continue
      if [ -e "$here/rootfs$path" ]; then
        tell write "$path"
        install -T -m "$mode" -o "$owner" -g "$group" "$here/rootfs$path" "$directory/.incoming/${path##*/}"
      elif [ -e "$path" ]; then
        tell change "owner and mode of $path"
        chown "$owner:$group" "$path"
        chmod "$mode" "$path"
      fi
    done
    find "$directory/.incoming" -type f -exec mv -f -t "$directory" -- {} +
    rmdir "$directory/.incoming"
  done
}

remove_leftovers() {
  printf '%s\n' "$differing" | lines_of leftover | while read -r _ _ _ _ _ path; do
    tell remove "$path"
    rm -f "$path"
  done
}

# What a run has left that was ended in the middle.
remove_remains() {
  printf '%s\n' "$TABLE" | while read -r kind _ _ _ _ path; do
    case $kind in
      file | program) rm -f "$path.new" ;;
      certificate | key) rm -rf "${path%/*}/.incoming" ;;
    esac
  done
}

# A link or a directory in the place of a file, say, is nothing that is overwritten.
see_that_all_is_there() {
  rest=$(differing | while read -r kind _ _ _ _ path; do
    if [ "$kind" != key ] || [ -e "$path" ]; then echo "$path"; fi
  done | paste -sd ' ')
  [ -z "$rest" ] || fail "Still not as it should be: $rest. Look at what lies there, and move it away."
}

# Of these paths of keys, those that are neither on the machine nor among what was brought.
missing_among() {
  for path in "$@"; do
    [ -e "$path" ] || [ -e "$here/rootfs$path" ] || echo "$path"
  done
}

missing_keys() {
  # shellcheck disable=SC2046 # several paths
  missing_among $(printf '%s\n' "$TABLE" | lines_of key | cut -d ' ' -f 6)
}

# Whether etcd waits for a key.
waits() {
  # shellcheck disable=SC2086 # several paths
  [ -n "$(missing_among $MEMBER_KEYS)" ]
}

# --- How etcd is started ----------------------------------------------------------------------------------------------

# What the other members say of this one: nothing where none of them answers, or else unknown, unstarted or started. A
# member that has never run has told nobody where clients reach it.
standing() {
  [ -n "$OTHERS" ] || return 0
  members=$(ETCDCTL_ENDPOINTS=$OTHERS "$ETCDCTL" --command-timeout=2s member list 2>/dev/null) || return 0
  printf '%s\n' "$members" | awk -F ', ' -v url="$PEER_URL" '
    $4 == url { found = $5 == "" ? "unstarted" : "started" }
    END { print found == "" ? "unknown" : found }'
}

# Why a member that stands like this with the others is not started, if so: it is never begun anew where they know it.
why_not() {
  case $1 in
    started) echo "The other members know this one as a member that has run, but $DATA_DIRECTORY holds no data. The member has to be replaced: see \"A member has lost its data\" in the cluster's README.md." ;;
    unknown) echo "The cluster runs already, and $PEER_URL is not among its members. See \"Add a member\" in the cluster's README.md." ;;
  esac
}

# A member without data forms the cluster with the others, or joins it where it runs already. While a key is missing,
# nobody can be asked; etcd.service asks then, by may-start.sh.
decide_how_to_start() {
  joins=no
  if [ "$state" = active ] || [ "$initialised" = yes ] || waits; then return; fi
  # Before anything was laid down, there may have been nothing to ask with.
  [ -n "${stands-}" ] || stands=$(standing)
  reason=$(why_not "$stands")
  if [ -n "$reason" ]; then
    systemctl disable --quiet "$UNIT"
    fail "$reason etcd is not started, nor at the next boot."
  fi
  [ "$stands" != unstarted ] || joins=yes
}

forget_to_join() {
  for path in $JOINING_FILES; do
    if [ -e "$path" ]; then
      rm -f "$path"
      reload=yes
    fi
  done
}

start_etcd() {
  decide_how_to_start
  reload=no
  [ "$initialised" = no ] || forget_to_join
  [ "$reload" = no ] || systemctl daemon-reload
  if ! systemctl is-enabled --quiet "$UNIT"; then
    tell enable "$UNIT"
    systemctl enable --quiet "$UNIT"
  fi
  if [ "$state" = active ]; then return; fi
  if [ "$joins" = yes ]; then
    tell join "the cluster, which runs already"
    for path in $JOINING_FILES; do
      mkdir -p "${path%/*}"
      install -m 0644 "$here/joining$path" "$path"
    done
    systemctl daemon-reload
    systemctl restart "$UNIT" || fail "etcd did not start: see journalctl -u etcd."
    forget_to_join
    systemctl daemon-reload
  elif [ "$state" = activating ] && ! current; then
    tell restart "$UNIT"
    systemctl restart --no-block "$UNIT"
  elif [ "$state" != activating ]; then
    # While a key is missing, this has the other unit wait for it.
    waits || tell start "$UNIT"
    systemctl start --no-block "$UNIT"
  fi
}

say_how_it_is() {
  missing=$(missing_keys | paste -sd ' ')
  if waits; then
    echo "$NODE: ready. etcd waits for its private keys and starts when they are here: $missing"
    return
  fi
  [ -z "$missing" ] || echo "$NODE: these private keys are still to come, which etcd does not wait for: $missing"
  if [ "$state" != active ]; then
    echo "$NODE: done. etcd is ready once a majority of the members is up; systemctl status etcd shows it."
  elif current; then
    echo "$NODE: as it should be."
  else
    echo "$NODE: as it should be, but etcd still runs what lay here when it was started. Restart it while all the others are healthy, or run site.yml."
  fi
}

# --- In turn ----------------------------------------------------------------------------------------------------------

# What is to be done. Keys that nobody has brought are waited for.
list_changes() {
  printf '%s\n' "$differing" | while read -r kind _ _ _ _ path; do
    case $kind in
      '') ;;
      account) tell_of_account ;;
      directory | parent) tell make "$path" ;;
      release | package) tell install "etcd $VERSION ($path)" ;;
      program) tell link "$path" ;;
      leftover) tell remove "$path" ;;
      *) if [ "$kind" != key ] || [ -e "$here/rootfs$path" ] || [ -e "$path" ]; then tell write "$path"; fi ;;
    esac
  done
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if [ "$state" != active ] && [ "$state" != activating ] && ! waits; then tell start "$UNIT"; fi
}

# In a function, so that a script that was cut short does nothing.
main() {
  here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
  # A folder of this form goes when this ends: see README.md.
  case $here in
    /run/quorate.*) again='run this again' ;;
    *) again="run sh $here/bootstrap.sh" ;;
  esac
  check=no
  case ${1-} in
    '') ;;
    --check) check=yes ;;
    *)
      explained=yes
      echo 'usage: sh bootstrap.sh [--check]' >&2
      exit 1
      ;;
  esac
  trap ended EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  TABLE=$(cat "$here/files.txt")
  [ "$(sha256sum <"$here/files.txt")" = "$TABLE_DIGEST  -" ] || fail 'files.txt beside this script is not the one that belongs to it: bring the whole folder again.'
  [ "$(id -u)" = 0 ] || fail 'This has to be run as root.'
  [ -d /run/systemd/system ] || fail 'This machine does not run systemd. etcd is set up as a systemd service here: take a machine that has systemd.'
  if command -v flock >/dev/null; then
    exec 9>/run/etcd-bootstrap.lock
    flock -n 9 || fail 'Another run of this is under way here.'
  fi

  state=$(systemctl is-active "$UNIT" || true)
  initialised=no
  if any_exists "$WAL_DIRECTORY"/*.wal; then initialised=yes; fi
  differing=$(differing)

  see_what_was_brought
  see_what_lies_in_the_way
  see_keys_that_do_not_fit
  see_whether_node_may_be_touched
  see_whether_the_cluster_takes_it
  if has 'release|package' "$differing"; then see_that_etcd_can_be_installed; fi
  refuse_on_problems

  if [ "$check" = yes ]; then
    changes=$(list_changes)
    [ -n "$changes" ] || exit 0
    printf '%s\n' "$changes"
    explained=yes
    exit 2
  fi

  if has 'release|package' "$differing"; then prepare_installation; else forget_installation; fi

  changing=yes
  remove_remains
  if has account "$differing"; then make_account; fi
  if has 'release|package' "$differing"; then
    install_etcd
    differing=$(differing)
  fi
  make_directories
  link_programs
  lay_down_files
  remove_leftovers
  # Once the last key lies there, etcd may start at any moment.
  systemctl daemon-reload
  lay_down_credentials
  see_that_all_is_there
  start_etcd
  say_how_it_is
}

main "$@"
