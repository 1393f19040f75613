#!/bin/sh
# Sets up this machine, as root, as the etcd member that settings.sh describes. settings.sh and files.txt are next to
# this script, and the node's files are under rootfs/.
#
#   sh bootstrap.sh --check    prints what it would change, and changes nothing
#   sh bootstrap.sh            does it
#
# Run it again at any time, also after an interruption: it changes only what differs. It sees this machine alone, so it
# never restarts a member that serves. Where private keys are missing, etcd waits for them.
#
# Exit code: 0 when all is as it should be, 1 when it refused or failed (it says why), and with --check 2 when there is
# something to do.
#
# The playbooks use these too:
#
#   sh bootstrap.sh --inspect            prints the facts of the node and the verdicts on it, as JSON
#   sh bootstrap.sh --update [--check]   writes what differs under a running member, and restarts it if it has to
#   sh bootstrap.sh --renew [--check]    replaces the certificates and keys of a running member, without a restart
#   sh bootstrap.sh --join [--check]     makes this node a member of the cluster, which runs already: first a learner, then a voter
#   sh bootstrap.sh --replace [--check]  puts a new member without data in the place of this one, which is lost
#   sh bootstrap.sh --remove [--check]   removes the members of absent nodes; this one stays
#   sh bootstrap.sh --leave [--check]    stops and disables etcd on an absent node, and moves its data aside
#   sh bootstrap.sh --restart [--check]  restarts a running member, and waits until it has caught up
#   sh bootstrap.sh --stop [--check]     stops the member
#   sh bootstrap.sh --release            ends the lock of the run

# shellcheck disable=SC2153 # settings.sh sets the names in capitals
set -eu
umask 022
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -r "$here/settings.sh" ] || { echo "$here/settings.sh is missing." >&2 && exit 1; }
# shellcheck source=/dev/null
. "$here/settings.sh"

# --- What people read --------------------------------------------------------------------------------------------------

changing=no
explained=no
partial=

# One thing that is done, or would be.
tell() {
  printf '%s: %-9s %s\n' "$NODE" "$1" "$2"
}

# Ends a run that cannot go on.
fail() {
  explained=yes
  if [ "$changing" = yes ]; then
    echo "$NODE: failed: $1 When that is solved, $again: it continues from here." >&2
  else
    echo "$NODE: failed: $1 Nothing was changed. When that is solved, $again." >&2
  fi
  exit 1
}

# Ends a run when there is a verdict against the node or against the bundle.
refuse_on_verdicts() {
  if [ -n "$verdicts" ]; then
    explained=yes
    echo "$NODE: refused:" >&2
    printf '%s' "$verdicts" | sed "s/^\([a-z-]*\) /$NODE:   - \1: /" >&2
    echo "$NODE: Nothing was changed. When that is solved, $again." >&2
    exit 1
  fi
}

# Runs at every exit: removes temporary files, and says so if the run failed or was interrupted.
ended() {
  status=$?
  clean_up
  if [ "$status" -eq 0 ] || [ "$explained" = yes ]; then exit "$status"; fi
  if [ "$status" -gt 128 ]; then
    echo "$NODE: interrupted. To continue, $again." >&2
  else
    explained=yes
    fail 'see above.'
  fi
  exit "$status"
}

# --- Facts: what is on this machine. Nothing here changes anything. ----------------------------------------------------

any_exists() {
  for path in "$@"; do
    if [ -e "$path" ]; then return 0; fi
  done
  return 1
}

# Lines of a table by their kinds: lines_of 'file|certificate'
lines_of() {
  awk -v kinds="^($1)$" '$1 ~ kinds'
}

# Whether a table has a line of these kinds: has 'file|certificate' "$table"
has() {
  printf '%s\n' "$2" | awk -v kinds="^($1)$" '$1 ~ kinds { found = 1 } END { exit !found }'
}

# The paths of those lines, on one line.
paths_of() {
  printf '%s\n' "$2" | lines_of "$1" | cut -d ' ' -f 6 | paste -sd ' '
}

digest_of() {
  sha256sum <"$1" 2>/dev/null | cut -d ' ' -f 1
}

# The comment that a file begins with, after the line of a script's interpreter.
heading_of() {
  head -n 2 "$1" 2>/dev/null | grep '^#'
}

# Whether quorate wrote this file, in this version or an earlier one.
written_by_quorate() {
  grep -q "^$MARKER" "$1" 2>/dev/null || heading_of "$1" | grep -q "$EARLIER_MARKER"
}

# Whether quorate wrote this file for this cluster.
written_for_cluster() {
  grep -qxF -e "$MARKER$CLUSTER" "$1" 2>/dev/null || heading_of "$1" | grep -qF -e "$EARLIER_HEADING"
}

# The lines of files.txt that the machine does not match. A line has: kind, mode, owner, group, digest or target, path.
differing() {
  printf '%s\n' "$TABLE" | while read -r kind mode owner group content path; do
    case $kind in
      account) [ "$(id -gn "$owner" 2>/dev/null)" = "$group" ] ;;
      owner) id "$owner" >/dev/null 2>&1 && getent group "$group" >/dev/null ;;
      parent) [ -d "$path" ] ;;
      directory) [ -d "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] ;;
      file | ca | certificate | key)
        [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] &&
          [ "$(head -c 999999 "$path" | sha256sum)" = "$content  -" ]
        ;;
      release) [ -d "$path" ] ;;
      program) [ -x "$path" ] && [ "$(readlink "$path")" = "$content" ] ;;
      package) [ "$(installed "$path")" = "hold installed $content" ] ;;
      leftover) ! written_by_quorate "$path" ;;
    esac || printf '%s\n' "$kind $mode $owner $group $content $path"
  done
}

# Our ports that a process listens on (state 0A in the kernel's socket tables).
listening() {
  for port in $PORTS; do
    cat /proc/net/tcp /proc/net/tcp6 2>/dev/null |
      awk -v port="$port" -v hexadecimal="$(printf '%04X' "$port")" \
        '$4 == "0A" && $2 ~ (":" hexadecimal "$") { print port; exit }'
  done
}

# Settings of etcd from elsewhere, which etcd would refuse or ignore: drop-ins of the units, systemd's own environment. What a
# drop-in must not have is in src/etcd/drop-ins.ts too.
interfering() {
  {
    for path in $(systemctl show --property=DropInPaths --value "$UNIT" "$KEYS_UNIT"); do
      [ "$path" = "$JOINING_DROP_IN" ] || grep -lE '^[[:space:]]*(ExecStart|EnvironmentFile|User|Group)[[:space:]]*=|ETCD_' "$path"
    done
    systemctl show-environment | grep -oE '^ETCD_[A-Z_]+'
  } 2>/dev/null
}

# Whether the node says of itself that it is a member of this cluster. Once it has joined, the file `joined` says so;
# before that, the file that configures etcd. The token alone is not enough: people copy guides with the same token.
ours() {
  if [ -e "$JOINED_FILE" ]; then
    grep -qxF "$TOKEN_LINES" "$JOINED_FILE"
  else
    for path in $TOKEN_FILES; do
      if grep -qxF "$TOKEN_LINES" "$path" 2>/dev/null && written_for_cluster "$path"; then return 0; fi
    done
    return 1
  fi
}

# The values of a setting in the files that configure etcd here, in whichever style: configured data-dir
configured() {
  setting=$(echo "$1" | sed 's/-/[_-]/g')
  for path in $TOKEN_FILES ${UNIT_NAMES-}; do
    if written_for_cluster "$path"; then
      sed -nE "/^Environment=/!s/^[^#]*${setting}[\"=: ]+([^\"=, \\\\]+).*/\\1/Ip" "$path"
    fi
  done
}

configured_peer_url() {
  configured initial-advertise-peer-urls | head -n 1
}

missing_addresses() {
  command -v ip >/dev/null || return 0
  for address in $ADDRESSES; do
    [ -n "$(ip -o address show to "$address")" ] || echo "$address"
  done
}

boots() {
  case $(systemctl is-system-running) in
    initializing | starting) return 0 ;;
  esac
  return 1
}

# An address may be set while the machine still boots. At a provider, a network may be attached after the machine has started.
wait_for_address() {
  tries=0
  longest=30
  [ "$verb" != set_up ] || longest=300
  until [ -z "$(missing_addresses)" ]; do
    tries=$((tries + 1))
    if [ "$check" = yes ] || [ "$tries" -gt "$longest" ] || ! boots; then return 1; fi
    [ "$tries" -gt 1 ] || tell wait "until this machine has the address $(missing_addresses | paste -sd ' ')" >&2
    sleep 1
  done
}

# --- How the other members know this one

# bootstrap.sh touches this file when it has asked and nobody answered, so that etcd.service does not ask again at once.
ASKED_FILE=/run/etcd-asked

# Whether there are other members, and the certificate to ask them with is on disk.
can_ask_others() {
  [ -n "$OTHERS" ] && { [ -z "$SERVER_CERT" ] || { [ -e "$SERVER_CERT" ] && [ -e "$SERVER_KEY" ]; }; }
}

# Whether something accepts connections at a URL. A port that refuses answers at once; etcdctl would wait for its timeout.
# Without bash or timeout, nobody can tell.
accepts() {
  command -v bash >/dev/null && command -v timeout >/dev/null || return 0
  host_and_port=${1#*://}
  host=${host_and_port%:*}
  host=${host#[}
  # shellcheck disable=SC2016 # bash expands these
  timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "${host%]}" "${host_and_port##*:}" 2>/dev/null
}

# The other members' URLs that accept connections, with commas between.
answering() {
  for endpoint in $(printf '%s' "$OTHERS" | tr , ' '); do
    { if accepts "$endpoint"; then printf '%s\n' "$endpoint"; fi; } &
  done | paste -sd ,
}

# The member list of the first other member that answers.
ask_others() {
  endpoints=$(answering)
  [ -n "$endpoints" ] || return 1
  [ -z "$SERVER_CERT" ] || export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$SERVER_CERT" ETCDCTL_KEY="$SERVER_KEY"
  ETCDCTL_ENDPOINTS=$endpoints "$ETCDCTL" --command-timeout=2s member list --write-out=fields 2>/dev/null
}

# How the cluster knows this member, from a member list on standard input. Ids are compared as texts: they are larger than
# awk can count.
#   unknown     it is not a member
#   founder     it is one of the members that formed this cluster, and has not run yet
#   unstarted   it was added later, and has not run yet
#   started     it has run: a member tells the others its client URLs when it starts
standing() {
  awk -v cluster="id $CLUSTER_ID" -v own="id $MEMBER_ID" -v url="$PEER_URL" '
    function judge() {
      if (id == "" || (id != own && !at_url)) return
      found = has_run ? "started" : same && id == own ? "founder" : "unstarted"
    }
    $1 == "\"ClusterID\"" { same = ("id " $3 == cluster) }
    $1 == "\"ID\"" { judge(); id = "id " $3; at_url = 0; has_run = 0 }
    $1 == "\"PeerURL\"" && $3 == "\"" url "\"" { at_url = 1 }
    $1 == "\"ClientURL\"" { has_run = 1 }
    END { judge(); print found == "" ? "unknown" : found }'
}

# --- The judge: whether the node may be touched. It decides for every channel. -----------------------------------------

# Adds a verdict: its code, then what its text needs.
verdict() {
  verdicts="$verdicts$(line_of "$@")
"
}

# The member list of the running cluster, as `etcdctl member list --write-out=fields` prints it: from the own member, from
# the playbook, which asked the other nodes, or from the other members. Empty when nobody answers.
read_member_list() {
  member_list=${own_member_list:-${MEMBER_LIST-}}
  if [ -z "$member_list" ] && [ "$state" != active ] && [ -x "$ETCDCTL" ] && can_ask_others; then
    member_list=$(ask_others) || member_list=
  fi
}

read_facts() {
  state=$(systemctl is-active "$UNIT" 2>/dev/null || true)
  initialised=no
  if any_exists "$WAL_DIRECTORY"/*.wal; then initialised=yes; fi
  differing=$(differing)
  own_member_list=
  status=null
  running_version=
  read_own_member
}

judge() {
  verdicts=
  read_facts
  [ -d /run/systemd/system ] || verdict no-systemd
  wait_for_address || verdict address-missing "$(missing_addresses | paste -sd ' ')"
  judge_what_runs
  read_member_list
  judge_member
  stands=
  [ -z "$member_list" ] || stands=$(printf '%s\n' "$member_list" | standing)
  if [ "$initialised" = yes ]; then judge_data; else judge_without_data; fi
  elsewhere=$(interfering | paste -sd ' ')
  [ -z "$elsewhere" ] || verdict configured-elsewhere "$elsewhere"
  if [ "$(readlink "$UNIT_FILE")" = /dev/null ] && ! has package "$TABLE"; then verdict masked; fi
  judge_machine
  judge_writable "$DATA_DIRECTORY"
  if has 'release|package' "$differing"; then judge_installation; fi
}

judge_what_runs() {
  case $state in
    active) ours || verdict foreign-etcd ;;
    activating | deactivating | reloading) ;;
    *)
      taken=$(listening | paste -sd ' ')
      [ -z "$taken" ] || verdict port-taken "$taken"
      ;;
  esac
}

judge_data() {
  if ! ours; then
    [ "$state" = active ] || verdict foreign-data
    return
  fi
  owner=$(stat -c %U "$WAL_DIRECTORY")
  [ "$owner" = "$ACCOUNT" ] || verdict wrong-owner "$owner"
  # A running member that moves announces its peer URL itself, or cannot be changed here.
  if [ "$state" = active ]; then return; fi
  known=$(known_peer_urls)
  case " $known " in
    '  ' | *" $PEER_URL "*) ;;
    *) verdict peer-url-changed "$known" "$(own_id)" ;;
  esac
}

# A member without data may only start as one that the cluster expects.
judge_without_data() {
  if [ -e "$JOINED_FILE" ]; then
    verdict data-lost
  elif [ "$stands" = started ]; then
    verdict data-lost-elsewhere
  elif [ "$stands" = unknown ] && [ "$verb" = set_up ]; then
    verdict not-a-member
  elif [ -z "$stands" ] && [ -n "${JOINED_MEMBERS-}" ]; then
    verdict members-silent "$JOINED_MEMBERS"
  fi
}

# Nobody but its owner overwrites what is in the way of a file or a directory, or what a link points to.
judge_machine() {
  ownerless=$(paths_of owner "$differing")
  [ -z "$ownerless" ] || verdict owner-missing "$ownerless"
  unwritable=
  while read -r kind _ _ _ _ path; do
    case $kind in
      directory | parent)
        if [ -L "$path" ]; then
          verdict link-in-the-way "$path"
        elif [ -e "$path" ] && [ ! -d "$path" ]; then
          verdict file-in-the-way "$path"
        fi
        ;;
      file | ca | certificate | key | program)
        if [ -d "$path" ] && [ ! -L "$path" ]; then verdict directory-in-the-way "$path"; fi
        ;;
    esac
    case $kind in
      directory | parent | file | ca | certificate | key | program | release) judge_writable "$path" ;;
    esac
  done <<END
$(printf '%s\n' "$differing")
END
}

# One verdict for each directory that cannot be written to.
judge_writable() {
  above=$1
  while [ -n "$above" ] && [ ! -e "$above" ]; do above=${above%/*}; done
  above=${above:-/}
  [ -w "$above" ] && return
  case " $unwritable " in
    *" $above "*) ;;
    *)
      unwritable="$unwritable $above"
      verdict read-only "$1" "$above"
      ;;
  esac
}

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

judge_archive() {
  [ -n "$(archive_for "$(uname -m)")" ] || verdict no-archive "$(uname -m)"
}

unpack() {
  tar --extract --gzip --file "$1" --directory "$partial/programs" --strip-components=1 --no-same-owner "$2" ||
    fail "Cannot unpack $1."
}

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

# --- What is done ------------------------------------------------------------------------------------------------------

make_account() {
  tell_account
  getent group "$GROUP" >/dev/null || groupadd --system "$GROUP"
  if id "$ACCOUNT" >/dev/null 2>&1; then
    usermod --gid "$GROUP" "$ACCOUNT"
  else
    useradd --system --gid "$GROUP" --home-dir "$DATA_DIRECTORY" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
  fi
}

tell_account() {
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

write_files() {
  printf '%s\n' "$differing" | lines_of 'file|ca' | while read -r _ mode owner group _ path; do
    tell write "$path"
    install -T -m "$mode" -o "$owner" -g "$group" "$here/rootfs$path" "$path.new"
    mv -fT "$path.new" "$path"
  done
}

# Certificates and keys are written next to their paths and moved together: etcd reads both at every handshake.
write_credentials() {
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

# What an interrupted run left.
remove_remains() {
  printf '%s\n' "$TABLE" | while read -r kind _ _ _ _ path; do
    case $kind in
      file | ca | program) rm -f "$path.new" ;;
      certificate | key) rm -rf "${path%/*}/.incoming" ;;
    esac
  done
}

# A link or a directory in the place of a file, for example, is not overwritten.
check_all_written() {
  rest=$(differing | while read -r kind _ _ _ _ path; do
    if [ "$kind" != key ] || [ -e "$path" ]; then echo "$path"; fi
  done | paste -sd ' ')
  [ -z "$rest" ] || fail "These are still not as they should be: $rest. Another program changes them, or their file system does not keep owners and modes."
}

# Everything but the start of etcd.
apply() {
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
  write_files
  remove_leftovers
  # Once the last key is there, etcd may start at any moment.
  systemctl daemon-reload
  write_credentials
  check_all_written
}

# --- Keys that are not here yet ----------------------------------------------------------------------------------------

# Of these paths of keys, those that are neither on the machine nor in the bundle.
missing_among() {
  for path in "$@"; do
    [ -e "$path" ] || [ -e "$here/rootfs$path" ] || echo "$path"
  done
}

# Whether etcd waits for a key.
waits() {
  # shellcheck disable=SC2086 # several paths
  [ -n "$(missing_among $MEMBER_KEYS)" ]
}

# --- How etcd is started -----------------------------------------------------------------------------------------------

# A member without data forms the cluster with the others, or joins it when it runs already. While a key is missing,
# nobody can be asked; may-start.sh asks when etcd.service starts.
decide_how_to_start() {
  joins=no
  if [ "$state" = active ] || [ "$initialised" = yes ] || waits; then return; fi
  # Before the certificates were written, there was nothing to ask with.
  if [ -z "$stands" ]; then
    read_member_list
    if [ -n "$member_list" ]; then
      stands=$(printf '%s\n' "$member_list" | standing)
    elif can_ask_others; then
      : >"$ASKED_FILE"
    fi
    verdicts=
    judge_without_data
    if [ -n "$verdicts" ]; then
      systemctl disable --quiet "$UNIT"
      fail "$verdicts etcd is not started, and not at the next boot."
    fi
  fi
  case $stands in
    founder | unstarted) joins=yes ;;
  esac
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
  enable_etcd
  if [ "$state" = active ]; then return; fi
  if [ "$joins" = yes ]; then
    tell join "the cluster, which runs already"
    for path in $JOINING_FILES; do
      mkdir -p "${path%/*}"
      place "$path"
    done
    systemctl daemon-reload
    systemctl restart "$UNIT" || fail "etcd did not start: journalctl -u $UNIT says why."
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

enable_etcd() {
  if ! systemctl is-enabled --quiet "$UNIT"; then
    tell enable "$UNIT"
    systemctl enable --quiet "$UNIT"
  fi
}

# --- Verdicts: why a node is not touched. Every channel prints these codes with these texts. ---------------------------

# The code and the text of a verdict: its code as the judge has it, then what the text needs. judge_member tells more cases
# apart than the judge of a first boot.
line_of() {
  code=$1
  shift
  case $code in
    foreign-*) code=${stranger:-$code} ;;
    data-lost) code=${loss:-$code} ;;
    port-taken) [ -z "${other_unit-}" ] || code='unit-elsewhere' ;;
  esac
  echo "$code $(text_of "$code" "$@")"
}

text_of() {
  target=$(readlink -f "${2-}") || true
  aside=$(aside "${2-}")
  joined_aside=$(aside "${JOINED_FILE-}")
  package_aside=$(aside /var/lib/etcd/default)
  run_alone='Then run this again.'
  [ -z "${OTHERS-}" ] || run_alone="Then run this again for $NODE alone (site.yml: --limit $NODE). Go on with the next member, the leader last."
  case $1 in
    no-systemd) echo "$NODE does not run systemd, and etcd runs as a systemd service. Use a machine that has systemd." ;;
    address-missing) echo "This machine does not have the address $2. If this machine is not $NODE, use the files that were generated for it. If it is $NODE, give it the address." ;;
    port-taken) echo "Another process listens on port $2 of $NODE; \`ss -ltnp\` shows it. Stop it, or choose other ports in the spec (etcd.ports).$(neighbours) If it is an etcd whose data you need, see \"Take over the data of another etcd\" in the cluster's README.md." ;;
    unit-elsewhere) echo "$CLUSTER has the unit $other_unit on $NODE, and the spec has $UNIT. The unit and the paths of a cluster that exists cannot change. Put them back in the spec (sharedMachines, systemd.unit). If nobody needs that member and its data, as root on $NODE, type \`systemctl disable --now $other_unit && mv -T ${UNIT_FILE%/*}/$other_unit $(aside "${UNIT_FILE%/*}/$other_unit")\`." ;;
    foreign-etcd) echo "$UNIT runs on $NODE, and quorate did not set it up for $CLUSTER with the token $TOKEN. quorate cannot take over a running cluster, but you can move its data into a new one: see \"Take over the data of another etcd\" in the cluster's README.md. If nobody needs it, as root on $NODE, type \`$(disable_and_aside)\`." ;;
    foreign-data) echo "$DATA_DIRECTORY on $NODE holds the data of a member, but nothing says that it is one of $CLUSTER with the token $TOKEN. If you need the data, use the spec that made it, or see \"Take over the data of another etcd\" in the cluster's README.md. If nobody needs it, as root on $NODE, type \`$(data_aside)\`." ;;
    token-changed) echo "$NODE is a member of $CLUSTER with the token $(joined_with token), and the spec has the token $TOKEN. etcd keeps the token with which its cluster was formed: a cluster that exists cannot get another one. Put it back in the spec (etcd.token): $(joined_with token)" ;;
    other-cluster) echo "$NODE is a member of the cluster $(joined_with cluster) with the token $(joined_with token), and the spec describes $CLUSTER. If this is the same cluster, put its name and token back in the spec: the name of a cluster that exists cannot change. If it is another cluster, use other machines, or set sharedMachines and other ports (etcd.ports) in the spec. If nobody needs the data of that cluster, as root on $NODE, type \`$(disable_and_aside) && mv -T $JOINED_FILE $joined_aside\`." ;;
    wrong-owner) echo "The data in $DATA_DIRECTORY on $NODE belongs to $2, and etcd runs as $ACCOUNT, which cannot read it. Put the account back in the spec (etcd.account). Or change the owner: as root on $NODE, type \`systemctl stop $UNIT && $(account_commands)chown -R $ACCOUNT:$GROUP $(stores)\`. $run_alone" ;;
    peer-url-changed) echo "The cluster knows $NODE at $2, and the spec has it at $PEER_URL. Put back its address, its port or TLS in the spec. Or, as root on $NODE, type \`systemctl start $UNIT\`, and run site.yml, which changes the peer URL of a member that runs.$(tell_elsewhere "$3")" ;;
    locked) echo "Another run changes $CLUSTER: site.yml of $2, since $3. Its last step here began $4 seconds ago. Wait until it ends. If it was killed (\`pgrep -af ansible-playbook\` on its control node shows nothing), type \`ansible-playbook site.yml -e etcd_take_over=$5\`, or wait 15 minutes." ;;
    removed) echo "The cluster has removed $NODE, and etcd does not start with the data of a removed member. Delete the node from the spec. Or, to have it back as a new member, $(replace_it)." ;;
    ca-of-another-pki) echo "$NODE trusts another CA than this folder has. $2 has the fingerprint $3, and this folder has $CA_FINGERPRINTS. Use the folder that the cluster was set up from: quorate generate writes below the current directory, unless --out is given. If you want a new CA, see \"A private key has leaked\" in docs/pki.md of quorate." ;;
    version-jump) echo "$NODE runs etcd $2, and the spec has $VERSION. $(version_advice)" ;;
    version-too-old) echo "$NODE runs etcd $2. Before $VERSION, etcd asks for $3 or later on every member. First upgrade all members: write $4 as etcd.version, generate, and run site.yml. Then do the same with $VERSION." ;;
    data-lost) echo "$NODE was a member and has lost its data: $DATA_DIRECTORY holds none. If it is on a disk that is not mounted, mount it. If the data is gone for good, $(replace_it)." ;;
    data-elsewhere) echo "etcd on $NODE has its data in $old_stores, and the spec has $(data_now) (etcd.paths). Put the paths back in the spec. Or move the data: as root on $NODE, type \`systemctl stop $UNIT$moves\`. $run_alone" ;;
    quorum-lost) echo "$NODE was a member and has lost its data: $DATA_DIRECTORY holds none. No other member answers with a member list, so $CLUSTER has no quorum now. If the data is on a disk that is not mounted, mount it. Start the members that have their data: \`systemctl start --no-block $UNIT\` on each. If too many members have lost their data for good, see \"The quorum is lost\" in the cluster's README.md." ;;
    data-lost-elsewhere) echo "The other members know $NODE as a member that has run, but $DATA_DIRECTORY holds no data. If it is on a disk that is not mounted, mount it. If the machine is new or the data is gone, $(replace_it)." ;;
    not-a-member) echo "$CLUSTER already runs, and $PEER_URL is not one of its members. \`ansible-playbook site.yml\` adds it. Without Ansible, see \"Add a member\" in docs/operations.md of quorate." ;;
    members-silent) echo "$NODE has no data, and the members that formed $CLUSTER ($2) do not answer with a member list. They must say whether $NODE was one of them. Start them first: \`systemctl start --no-block $UNIT\` on each. If too many of them have lost their data, see \"The quorum is lost\" in the cluster's README.md." ;;
    member-healthy) echo "$NODE is not lost: it is healthy and answers at $2. replace.yml puts a new member without data in the place of a lost one. If a run of replace.yml stopped halfway, it is already replaced: run site.yml. If you want to replace it although it is healthy, first stop etcd on its machine: as root, type \`systemctl stop $UNIT\`." ;;
    configured-elsewhere) echo "Something else configures etcd on $NODE: $2. Move these settings into the spec (etcd.extraOptions). Then remove them, as root on $NODE: \`$(remove_settings)\`" ;;
    mount-missing) echo "systemd on $NODE has no mount for $2 (systemd.requiresMountsFor), so etcd would start without it. Add the file system to /etc/fstab. Then, as root on $NODE, type \`systemctl daemon-reload\`. Or delete the path from the spec." ;;
    unit-missing) echo "systemd on $NODE cannot load the unit $2 (systemd.requires), so etcd would not start. Install the unit. Then, as root on $NODE, type \`systemctl daemon-reload\`. Or delete the unit from the spec." ;;
    owner-missing) echo "$NODE has no account or group for $2. As root on $NODE, create it: \`$(owner_commands)\` Or name another in the spec (tls.clients[].install)." ;;
    masked) echo "$UNIT is masked on $NODE: somebody wants it not to run. To let it run, as root on $NODE, type \`systemctl unmask $UNIT\`." ;;
    link-in-the-way) echo "$2 on $NODE is a symbolic link. Write its target, $target, into the spec (etcd.paths). Or remove the link, as root on $NODE: \`rm $2\`" ;;
    file-in-the-way) echo "$2 on $NODE is not a directory. As root on $NODE, move it away: \`mv -T $2 $aside\`" ;;
    directory-in-the-way) echo "$2 on $NODE is a directory, but must be a file. As root on $NODE, move it away: \`mv -T $2 $aside\`" ;;
    read-only) echo "$2 on $NODE cannot be written: $3 is not writable. Mount its file system writable; \`findmnt --target $3\` shows it." ;;
    restart-needed) echo "etcd serves on $NODE, and a change of $2 needs a restart. Run site.yml. Or, when all other members are healthy, type \`systemctl stop $UNIT\` and run this again, which starts it." ;;
    no-archive) echo "$NODE is a $2 machine, and the spec has no archive of etcd $VERSION for it. Add its digest to the spec (etcd.install.sha256)." ;;
    no-download-program) echo "$NODE has no curl, wget or python3 to download etcd with. Install one, or stage the release (etcd.install)." ;;
    staged-file-missing) echo "$2 is missing: it is not in $STAGING_DIRECTORY on $NODE, and not in staging/ next to bootstrap.sh. Put it there." ;;
    staged-file-differs) echo "$2 on $NODE has the SHA-256 digest $3, and the spec has $4. Put the right file there, or correct the digest in the spec." ;;
    no-apt) echo "$NODE has no apt, which the install method \"package\" needs. Choose another etcd.install.method." ;;
    package-data) echo "/var/lib/etcd/default on $NODE holds the data of an etcd that the package started. If nobody needs it, as root on $NODE, type \`$(disable_etcd)mv -T /var/lib/etcd/default $package_aside\`." ;;
    apt-fails) echo "apt on $NODE cannot read its package lists. Correct its sources in /etc/apt until \`apt-get update\` succeeds. It says: $2" ;;
    version-not-offered) echo "apt on $NODE has no $2 $VERSION. It has: $3. Write one of these as etcd.version, up to the first + or -, or choose another etcd.install.method." ;;
    bundle-incomplete) echo "rootfs$2 is missing next to this script. Copy the whole folder again." ;;
    bundle-differs) echo "rootfs$2 next to this script is not the file that files.txt names. Copy the whole folder again." ;;
    key-of-another-certificate) echo "$2 on $NODE is not the key of the delivered certificate. Deliver the key too: run site.yml, or nodes/pack.sh without --without-keys." ;;
    *) echo "unknown verdict $1" ;;
  esac
}

# --- Parts of the texts: commands to type ------------------------------------------------------------------------------

# A name for what is moved aside. Nothing that somebody may need is deleted.
aside() {
  echo "$1.$(date +%Y%m%d-%H%M%S)"
}

in_one_line() {
  paste -sd ';' | sed 's/;/ \&\& /g'
}

# The directories in which the member stores its data, without the one that is inside the other.
data_of() {
  echo "$1/member"
  case $2 in
    "$1"/member/*) ;;
    *) echo "$2" ;;
  esac
}

# The etcd of other clusters that quorate set up on this machine.
neighbours() {
  for path in "${UNIT_FILE%/*}"/*.service; do
    case $path in
      *-keys.service) continue ;;
    esac
    cluster=$(sed -n "s/^$MARKER//p" "$path" 2>/dev/null | head -n 1)
    if [ -n "$cluster" ] && systemctl is-active --quiet "${path##*/}"; then printf ' %s runs here too, for the cluster %s.' "${path##*/}" "$cluster"; fi
  done
}

data_now() {
  data_of "$DATA_DIRECTORY" "$WAL_DIRECTORY" | paste -sd ' '
}

data_aside() {
  data_of "$DATA_DIRECTORY" "$WAL_DIRECTORY" | while read -r path; do
    [ ! -e "$path" ] || echo "mv -T $path $(aside "$path")"
  done | in_one_line
}

disable_etcd() {
  case $(systemctl is-enabled "$UNIT" 2>/dev/null) in
    '' | not-found) ;;
    transient) printf 'systemctl stop %s && ' "$UNIT" ;;
    *) printf 'systemctl disable --now %s && ' "$UNIT" ;;
  esac
}

# A member cannot start where it was if its old address is gone. Any other one can tell the cluster where it is now.
tell_elsewhere() {
  [ -z "$OTHERS" ] || echo " Do this if $NODE cannot start because it no longer has its old address, or if you do not use Ansible: one member at a time, as root on a member that runs, type \`set -a; . $ETCDCTL_FILE; set +a; etcdctl member update $1 --peer-urls=$PEER_URL\`. Then run this again."
}

# The only member has no other one to get its data from.
replace_it() {
  [ -z "$OTHERS" ] || printf '%s' "type \`ansible-playbook replace.yml -e member=$NODE\`: "
  printf 'see "Replace a lost member" in the cluster'"'"'s README.md'
}

disable_and_aside() {
  printf '%s%s' "$(disable_etcd)" "$(data_aside)" | sed 's/ && $//'
}

stores() {
  case $WAL_DIRECTORY in
    "$DATA_DIRECTORY"/*) echo "$DATA_DIRECTORY" ;;
    *) echo "$DATA_DIRECTORY $WAL_DIRECTORY" ;;
  esac
}

account_commands() {
  getent group "$GROUP" >/dev/null || printf 'groupadd --system %s && ' "$GROUP"
  id "$ACCOUNT" >/dev/null 2>&1 || printf 'useradd --system --gid %s %s && ' "$GROUP" "$ACCOUNT"
}

# The accounts and groups that own client keys and do not exist.
owner_commands() {
  printf '%s\n' "$differing" | lines_of owner | while read -r _ _ owner group _ _; do
    getent group "$group" >/dev/null || echo "groupadd --system $group"
    id "$owner" >/dev/null 2>&1 || echo "useradd --system --gid $group $owner"
  done | sort -u | in_one_line
}

remove_settings() {
  {
    interfering | grep '^/' | while read -r path; do echo "mv -T $path $(aside "$path")"; done
    echo 'systemctl daemon-reload'
    interfering | grep '^ETCD_' | sort -u | sed 's/^/systemctl unset-environment /'
  } | in_one_line
}

version_advice() {
  if [ "$(minor_of "$VERSION")" -lt "$(minor_of "$running_version")" ]; then
    echo "quorate does not downgrade etcd. Put $running_version back in the spec (etcd.version)."
  else
    echo "Upgrade all members by one minor version at a time: write a version ${running_version%%.*}.$(($(minor_of "$running_version") + 1)) into the spec (etcd.version) first."
  fi
}

# --- What the own member says -----------------------------------------------------------------------------------------

# Whether this file and every directory above it belong to root. Root runs it, and etcd's account must not choose it.
belongs_to_root() {
  part=$1
  while [ -n "$part" ]; do
    [ "$(stat -c %u "$part" 2>/dev/null)" = 0 ] || return 1
    part=${part%/*}
  done
}

# etcdctl of the etcd that runs, which may be another version than the spec's; else the spec's.
find_etcdctl() {
  running=$(readlink "/proc/$(systemctl show --property=MainPID --value "$UNIT")/exe") || true
  etcdctl=${running%/*}/etcdctl
  if ! [ -x "$etcdctl" ] || ! belongs_to_root "$etcdctl"; then etcdctl=$ETCDCTL; fi
}

# Whether etcdctl.env on the node can be read and names files that exist.
usable() (
  unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
  # shellcheck source=/dev/null
  . "$ETCDCTL_FILE" || exit 1
  for path in ${ETCDCTL_CACERT-} ${ETCDCTL_CERT-} ${ETCDCTL_KEY-}; do
    [ -e "$path" ] || exit 1
  done
)

# How this node's own member is asked. A running member is asked as etcdctl.env has it: a change of certificate paths, of
# the port or to TLS may be about to come.
use_own_member() {
  export ETCDCTL_ENDPOINTS="$OWN_ENDPOINT"
  [ -z "$ROOT_CERT" ] || export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$ROOT_CERT" ETCDCTL_KEY="$ROOT_KEY"
  if [ "$state" = active ] && [ -e "$ETCDCTL_FILE" ] && (usable) >/dev/null 2>&1; then
    unset ETCDCTL_CACERT ETCDCTL_CERT ETCDCTL_KEY ETCDCTL_ENDPOINTS
    set -a
    # shellcheck source=/dev/null
    . "$ETCDCTL_FILE"
    set +a
  fi
}

# What the node's own member answers, as JSON; null when it does not answer.
ask_own_member() {
  answer=$(use_own_member && "$etcdctl" --command-timeout=5s "$@" --write-out=json 2>/dev/null) || answer=null
  printf '%s\n' "${answer:-null}"
}

# The files that the unit on disk has etcd read, which the spec may have moved since.
named_by_unit() {
  if ! written_for_cluster "$UNIT_FILE"; then return; fi
  sed -nE '/^Environment=/d; s/^EnvironmentFile=-?"?([^"]+)"?$/\1/p; s/.*--config-file[= ]"?([^" ]+).*/\1/p' "$UNIT_FILE"
}

# The unit of this cluster if it is not the one of the spec, which cannot change its name.
find_other_unit() {
  other_unit=
  for path in "${UNIT_FILE%/*}"/*.service; do
    case ${path##*/} in
      "$UNIT" | *-keys.service) continue ;;
    esac
    if [ -f "$path" ] && written_for_cluster "$path"; then other_unit=${path##*/}; fi
  done
}

read_own_member() {
  UNIT_NAMES=$(named_by_unit)
  find_other_unit
  find_stranger
  find_etcdctl
  if [ "$state" != active ]; then return; fi
  own_member_list=$(use_own_member && "$etcdctl" --command-timeout=5s member list --write-out=fields 2>/dev/null) || own_member_list=
  status=$(ask_own_member endpoint status)
  running_version=$(printf '%s' "$status" | sed -nE 's/.*"version":"([0-9]+\.[0-9]+\.[0-9A-Za-z.+-]+)".*/\1/p')
}

# This member in the member list: its ID in decimal digits, then its peer URLs, each on a line. A member's own list says its ID. In
# the list of another one, it is found by the peer URL it was configured with, by its name, or by its new peer URL: the spec may give it another
# name or URL. Ids are compared as texts: they are larger than awk can count.
own_entry() {
  printf '%s\n' "$member_list" | member=${MEMBER_NAME-$NODE} awk -v own_list="${own_member_list:+yes}" -v old="$(configured_peer_url)" -v url="$PEER_URL" '
    function judge() {
      if (id != "" && own_list) rank = "id " id == own
      if (rank > best) { best = rank; entry = id urls }
    }
    function at_least(wanted) { if (rank < wanted) rank = wanted }
    $1 == "\"MemberID\"" { own = "id " $3 }
    $1 == "\"ID\"" { judge(); id = $3; urls = ""; rank = 0 }
    $1 == "\"Name\"" && $0 == "\"Name\" : \"" ENVIRON["member"] "\"" { at_least(2) }
    $1 == "\"PeerURL\"" { gsub("\"", "", $3); urls = urls "\n" $3; at_least($3 == old ? 3 : $3 == url) }
    END { judge(); if (best) print entry }'
}

# Its ID as etcdctl takes it, or a word to put it in for.
own_id() {
  id=$(own_entry | head -n 1)
  if [ -n "$id" ]; then printf '%x\n' "$id"; else echo ID; fi
}

# Where the cluster looks for this member, which has data and so does not read the setting again: by the member list, or,
# when nobody answers, by what it was configured with.
known_peer_urls() {
  urls=$(own_entry | tail -n +2 | paste -sd ' ')
  if [ -n "$urls" ]; then echo "$urls"; else configured_peer_url; fi
}

# What only a machine that has been a member can have against it.
judge_member() {
  judge_lock
  case ${other_unit:-none}$verdicts in
    none* | *unit-elsewhere*) ;;
    *) verdict unit-elsewhere ;;
  esac
  judge_version
  judge_dependencies
  if ours; then
    judge_removal
    judge_cas
  fi
  find_loss
  judge_other_machine
}

# A node without data whose member runs, or ran, at another address: it is to be replaced, and not to be added once more.
judge_other_machine() {
  if [ "$verb" = set_up ] || [ "$state" = active ] || [ "$initialised" = yes ] || [ -z "$member_list" ] || [ -e "$JOINED_FILE" ]; then return; fi
  if [ "$(printf '%s\n' "$member_list" | standing)" = unknown ] && [ -n "$(own_entry)" ]; then verdict data-lost-elsewhere; fi
}

# etcd does not start without a unit that it requires, and starts without a mount that systemd does not know.
judge_dependencies() {
  for path in ${MOUNTED_PATHS-}; do
    has_mount "$path" || verdict mount-missing "$path"
  done
  for name in ${REQUIRED_UNITS-}; do
    is_loaded "$name" || verdict unit-missing "$name"
  done
}

has_mount() {
  part=$1
  while [ -n "$part" ]; do
    if is_loaded "$(systemd-escape --path --suffix=mount "$part")"; then return 0; fi
    part=${part%/*}
  done
  return 1
}

is_loaded() {
  [ "$(systemctl show --property=LoadState --value "$1")" = loaded ]
}

# etcd on a removed member ends at once, at every start.
judge_removal() {
  if [ "$state" = active ] || [ "$initialised" = no ] || [ -z "$member_list" ]; then return; fi
  [ -n "$(own_entry)" ] || verdict removed
}

# Members and clients that trust the CAs of another folder would be cut off, one after another.
judge_cas() {
  if [ -z "${CA_MARKS-}" ]; then return; fi
  if [ "${NEW_CA-no}" = yes ] && [ "$state" != active ]; then return; fi
  for path in $(configured trusted-ca-file | sort -u); do
    [ -f "$path" ] || continue
    cas=$(cas_in "$path")
    printf '%s\n' "$cas" | grep -qF "$CA_MARKS" || verdict ca-of-another-pki "$path" "$(fingerprints_of "$cas")"
  done
}

# Each CA of a PEM file on a line: the SHA-256 of its certificate, then its DER, both in hexadecimal digits.
cas_in() {
  awk '/^-----BEGIN/ { text = ""; next } /^-----END/ { print text; next } { text = text $0 }' "$1" | while read -r text; do
    printf '%s %s\n' "$(printf '%s' "$text" | base64 -d 2>/dev/null | digest_of /dev/stdin)" \
      "$(printf '%s' "$text" | base64 -d 2>/dev/null | od -An -v -tx1 | tr -d ' \n')"
  done
}

# Their fingerprints, as openssl prints them.
fingerprints_of() {
  printf '%s\n' "$1" | cut -d ' ' -f 1 | tr a-f A-F | sed 's/../&:/g; s/:$//' | paste -sd ' '
}

# Why a member has no data here, if that is not a loss of its data alone.
find_loss() {
  loss=
  # A file that says that it has joined does not make an etcd ours that somebody else set up.
  if [ "$state" = active ] && ours && [ -e "$UNIT_FILE" ] && ! written_by_quorate "$UNIT_FILE"; then verdict foreign-etcd; fi
  find_moves
  if [ -n "$moves" ]; then
    loss=data-elsewhere
    [ "$initialised" = no ] || verdict data-elsewhere
  elif [ -n "$stranger" ]; then
    loss=$stranger
  elif [ -n "$OTHERS" ] && [ -z "$member_list" ]; then
    loss=quorum-lost
  fi
}

# What the file `joined` says of the cluster that this member has joined: joined_with token
joined_with() {
  case $1 in
    cluster) sed -n 's/^cluster=\([^ ]*\) .*/\1/p' ;;
    token) sed -n 's/^cluster=[^ ]* token=//p' ;;
  esac 2>/dev/null <"$JOINED_FILE" | head -n 1
}

# The verdict on a member that has joined a cluster that is not the spec's.
find_stranger() {
  stranger=
  if [ ! -e "$JOINED_FILE" ] || ours; then return; fi
  case $(joined_with cluster) in
    '') ;;
    "$CLUSTER") stranger=token-changed ;;
    *) stranger='other-cluster' ;;
  esac
}

# Where the member has its data if that is not where the spec has it, and the commands that move it.
find_moves() {
  moves=
  old_data=$(configured data-dir | sort -u)
  if [ -z "$old_data" ] || ! ours; then return; fi
  old_wal=$(configured wal-dir | sort -u)
  old_wal=${old_wal:-$old_data/member/wal}
  old_stores=$(data_of "$old_data" "$old_wal" | paste -sd ' ')
  if [ "$old_data" != "$DATA_DIRECTORY" ] && [ -e "$old_data/member" ] && [ ! -e "$DATA_DIRECTORY/member" ]; then
    moves=" && mkdir -p $DATA_DIRECTORY && mv -T $old_data/member $DATA_DIRECTORY/member"
  fi
  if [ "$old_wal" != "$WAL_DIRECTORY" ] && any_exists "$old_wal"/*.wal && ! any_exists "$WAL_DIRECTORY"/*.wal; then
    case $old_wal in
      "$old_data"/member/*) old_wal=$DATA_DIRECTORY/member/${old_wal#"$old_data"/member/} ;;
    esac
    [ "$old_wal" = "$WAL_DIRECTORY" ] || moves="$moves && mkdir -p ${WAL_DIRECTORY%/*} && mv -T $old_wal $WAL_DIRECTORY"
  fi
}

judge_version() {
  if [ "$state" = active ] && [ -n "$running_version" ]; then
    minors_up=$(($(minor_of "$VERSION") - $(minor_of "$running_version")))
    case $minors_up in
      0) ;;
      1) judge_patch "$(upgradable_from "$VERSION")" ;;
      *) verdict version-jump "$running_version" ;;
    esac
  fi
}

# A member of an older patch may not be able to run together with members of the next minor version.
judge_patch() {
  if [ -n "$1" ] && [ "$(patch_of "$running_version")" -lt "$(patch_of "${1% *}")" ]; then
    verdict version-too-old "$running_version" "${1% *}" "${1#* }"
  fi
}

# The patch of a version: 14 of 3.6.14.
patch_of() {
  patch=${1#*.*.}
  echo "${patch%%[!0-9]*}"
}

# The minor of a version: 6 of 3.6.14.
minor_of() {
  minor=${1#*.}
  echo "${minor%%.*}"
}

# Whether the running etcd was started from the files on disk and the drop-ins of its unit, which systemd has read since. While
# may-start.sh asks the other members, it is about to be.
current() {
  [ "$(systemctl show --property=NeedDaemonReload --value "$UNIT")" = no ] || return 1
  if [ "$(systemctl is-active "$UNIT")" = activating ] && [ ! -e "$STARTED_FILE" ]; then return 0; fi
  [ -e "$STARTED_FILE" ] || return 1
  while read -r digest path; do
    [ "$(running_digest "$path" "${path#\*}")" = "$digest" ] || return 1
  done <"$STARTED_FILE"
  for path in $(systemctl show --property=DropInPaths --value "$UNIT"); do
    [ "$path" = "$JOINING_DROP_IN" ] || grep -qF "  $path" "$STARTED_FILE" || return 1
  done
}

# The digest of a file as the started etcd has it: of a program the whole, else what a running member reads again.
running_digest() {
  case $1 in
    \**) digest_of "$2" ;;
    *) grep -viE "$READ_AT_START_ONLY" "$2" 2>/dev/null | digest_of /dev/stdin ;;
  esac
}

# The oldest release from which etcd's guides allow the upgrade to a version, and one to upgrade to before (etcd's website,
# upgrades/upgrade_3_6.md and upgrade_3_7.md). Nothing for the other versions.
upgradable_from() {
  case $1 in
    3.6.*) echo 3.5.32 3.5.34 ;;
    3.7.*) echo 3.6.11 3.6.15 ;;
  esac
}

# --- The lock of a run: site.yml holds it on every node while it changes the cluster ------------------------------------

LOCK_FILE=/run/etcd-run
# The lock of a node expires so many seconds after the last step of the run there. A long step renews it every minute.
LOCK_SECONDS=900

lock_says() {
  sed -n "s/^$1=//p" "$LOCK_FILE" 2>/dev/null
}

# Seconds since the last sign of the run. A sign in the future is of before the clock was corrected.
lock_age() {
  seen=$(stat -c %Y "$LOCK_FILE" 2>/dev/null) || seen=0
  age=$(($(date +%s) - seen))
  if [ "$age" -lt -120 ]; then age=$((LOCK_SECONDS + 1)); fi
  echo "$age"
}

# Takes the lock for the run of site.yml that calls, or renews it. A person's call takes no lock, and stops at another's.
judge_lock() {
  if [ "$check" = yes ] || { [ -z "${RUN-}" ] && [ "$verb" = inspect ]; }; then return; fi
  if [ -n "${RUN-}" ] && take_lock; then return; fi
  if [ -z "${RUN-}" ] && [ "$(lock_age)" -gt "$LOCK_SECONDS" ]; then return; fi
  verdict locked "$(lock_says by)" "$(lock_says since)" "$(lock_age)" "$(lock_says run)"
}

take_lock() {
  [ "$(lock_says run)" = "$RUN" ] || write_lock || return 1
  touch "$LOCK_FILE"
}

# A link is made only where there is none, so one of two runs gets it.
write_lock() {
  printf '%s\n' "run=$RUN" "by=$RUN_BY" "control=$RUN_CONTROL" "process=$RUN_PROCESS" "since=$(date -u +%FT%TZ)" >"$LOCK_FILE.$$"
  if [ -e "$LOCK_FILE" ] && { [ "$(lock_age)" -gt "$LOCK_SECONDS" ] || [ "$(lock_says run)" = "${TAKE_OVER-}" ]; }; then
    mv -f "$LOCK_FILE.$$" "$LOCK_FILE"
  else
    ln "$LOCK_FILE.$$" "$LOCK_FILE" 2>/dev/null || true
  fi
  rm -f "$LOCK_FILE.$$"
  [ "$(lock_says run)" = "$RUN" ]
}

# The journal of the node keeps what the run did to the cluster. What the member says now is for the last lines of the run.
release() {
  if [ "$(lock_says run)" = "${RUN-}" ]; then
    [ -z "${STORY-}" ] || printf '%s\n' "$STORY" | systemd-cat --identifier=quorate --priority=notice
    rm -f "$LOCK_FILE"
  fi
  state=$(systemctl is-active "$UNIT") || true
  status=null
  find_etcdctl
  if [ "$state" = active ]; then status=$(ask_own_member endpoint status); fi
  printf '{"status": %s}\n' "$status"
}

lock_as_json() {
  printf '{"run": %s, "control": %s, "process": %s}' "$(json "$(lock_says run)")" "$(json "$(lock_says control)")" "$(json "$(lock_says process)")"
}

# --- A run of people, and of site.yml on nodes whose etcd does not run --------------------------------------------------

# Whether the bundle is whole: what was delivered is what files.txt names.
judge_bundle() {
  while read -r kind _ _ _ digest path; do
    [ -n "$path" ] || continue
    if [ ! -e "$here/rootfs$path" ]; then
      [ "$kind" = key ] || verdict bundle-incomplete "$path"
    elif [ ! -f "$here/rootfs$path" ] || [ "$(sha256sum <"$here/rootfs$path")" != "$digest  -" ]; then
      verdict bundle-differs "$path"
    fi
  done <<END
$(printf '%s\n' "$1" | lines_of 'file|ca|certificate|key')
END
  # A certificate is of no use with the key of another one: both are delivered, or the key was never here.
  while read -r _ _ _ _ digest path; do
    if [ ! -e "$here/rootfs$path" ] && [ -f "$path" ] && [ "$(sha256sum <"$path")" != "$digest  -" ]; then
      verdict key-of-another-certificate "$path"
    fi
  done <<END
$(printf '%s\n' "$differing" | lines_of key)
END
}

# What is to be done. Keys that nobody has delivered are waited for.
list_changes() {
  printf '%s\n' "$differing" | while read -r kind _ _ _ _ path; do
    case $kind in
      '' | owner) ;;
      account) tell_account ;;
      directory | parent) tell make "$path" ;;
      release | package) tell install "etcd $VERSION ($path)" ;;
      program) tell link "$path" ;;
      leftover) tell remove "$path" ;;
      *) if [ "$kind" != key ] || [ -e "$here/rootfs$path" ] || [ -e "$path" ]; then tell write "$path"; fi ;;
    esac
  done
}

# Exit code 2: there is something to do.
end_check() {
  [ -n "$1" ] || exit 0
  printf '%s\n' "$1"
  explained=yes
  exit 2
}

# While members move, their certificates have old and new names: one member dials another from an address that it has not left.
keep_old_names() {
  if [ "${MOVING-no}" = no ]; then return; fi
  TABLE=$(printf '%s\n' "$TABLE" | awk '
    $1 == "moving" { digest[$6] = $5 }
    $1 == "certificate" && $6 in digest { $5 = digest[$6] }
    { print }')
}

set_up() {
  if [ "$KIND" = client-host ]; then
    set_up_client_host
    return
  fi
  keep_old_names
  judge
  judge_bundle "$TABLE"
  # A restart does not help while something else is against the node.
  if [ -z "$verdicts" ] && [ "$state" = active ] && ours; then
    waiting=$(needs_restart | paste -sd ' ')
    [ -z "$waiting" ] || verdict restart-needed "$waiting"
  fi
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes && list_starts)"; fi
  apply
  start_etcd
  say_result
}

# Of what differs, what the running etcd has from its start. A file differs only if it does in what a running member reads.
needs_restart() {
  printf '%s\n' "$differing" | while read -r kind _ _ _ _ path; do
    case $kind in
      release | program | package) echo "$path" ;;
      file | ca)
        digest=$(awk -v path="$path" '$2 == path { print $1 }' "$STARTED_FILE" 2>/dev/null)
        if [ -n "$digest" ] && [ "$(running_digest "$path" "$here/rootfs$path")" != "$digest" ]; then echo "$path"; fi
        ;;
    esac
  done
}

# An etcd that does not take a setting, for example, ends at once, and systemd starts it again and again.
check_that_it_stays_up() {
  for _ in 1 2 3; do
    sleep 1
    case $(systemctl show --property=SubState --value "$UNIT") in
      running) return ;;
      auto-restart | failed) fail "etcd does not stay up. Its journal ends with: $(last_words)" ;;
    esac
  done
}

# Of etcd's last lines in JSON, only what is wrong.
last_words() {
  said=$(journalctl --unit="$UNIT" --lines=30 --no-pager --output=cat 2>/dev/null)
  wrong=$(printf '%s\n' "$said" | sed -nE 's/.*"level":"(fatal|panic|error)".*"msg":"([^"]*)".*"error":"([^"]*)".*/\2: \3/p' | tail -n 1)
  printf '%s\n' "${wrong:-$(printf '%s\n' "$said" | tail -n 3)}" | paste -sd ' '
}

list_starts() {
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if [ "$state" != active ] && [ "$state" != activating ] && ! waits; then tell start "$UNIT"; fi
}

missing_keys() {
  # shellcheck disable=SC2046 # several paths
  missing_among $(printf '%s\n' "$TABLE" | lines_of key | cut -d ' ' -f 6)
}

say_result() {
  missing=$(missing_keys | paste -sd ' ')
  if waits; then
    echo "$NODE: ready. etcd waits for its private keys and starts when they are here: $missing"
    return
  fi
  [ -z "$missing" ] || echo "$NODE: these private keys are still missing, and etcd does not wait for them: $missing"
  if [ "$state" != active ]; then
    [ -n "${RUN-}" ] || check_that_it_stays_up
    echo "$NODE: done. etcd is ready once a majority of the members is up: systemctl status etcd shows it."
  elif current; then
    echo "$NODE: as it should be."
  else
    echo "$NODE: as it should be, but etcd still runs with the files from before. Restart it while all other members are healthy, or run site.yml."
  fi
}

read_arguments() {
  for argument in "$@"; do
    case $argument in
      --check) check=yes ;;
      --inspect) verb=inspect ;;
      --update) verb=update ;;
      --renew) verb=renew ;;
      --join) verb='join' ;;
      --replace) verb=replace ;;
      --remove) verb=remove ;;
      --leave) verb=leave ;;
      --restart) verb=restart ;;
      --stop) verb=stop ;;
      --release) verb=release ;;
      *)
        explained=yes
        echo 'usage: sh bootstrap.sh [--check]' >&2
        exit 1
        ;;
    esac
  done
}

# --- The restart of a member that serves ---------------------------------------------------------------------------------

# Seconds in which a member has to catch up after its restart.
CATCH_UP_SECONDS=300

# What each member that answers says, on a line: its ID in decimal digits, whether it is a learner, the ID of the leader, its raft
# index, the raft index that it has applied, and its version. etcdctl has printed these fields alike from 3.4 to 3.7.
statuses() {
  (use_own_member && "$etcdctl" --command-timeout=2s endpoint status "$@" --write-out=fields 2>/dev/null) | awk '
    { gsub("\"", "", $1); gsub("\"", "", $3) }
    $1 == "MemberID" { id = $3 }
    $1 == "Version" { version = $3 }
    $1 == "Leader" { leader = $3 }
    $1 == "IsLearner" { learner = $3 }
    $1 == "RaftIndex" { raft = $3 }
    $1 == "RaftAppliedIndex" { applied = $3 }
    $1 == "Endpoint" { print id, learner, leader, raft, applied, version }'
}

# Where leadership moves before the leader restarts: the ID in decimal digits of the voter with the highest raft index, if this
# member leads and another voter answers.
successor() {
  own=$(statuses | cut -d ' ' -f 1,3)
  [ -n "$own" ] && [ "${own% *}" = "${own#* }" ] || return 0
  statuses --cluster | awk -v own="id ${own% *}" '
    "id " $1 != own && $2 == "false" && (found == "" || $4 > highest) { found = $1; highest = $4 }
    END { if (found != "") print found }'
}

# The name of a member, by its ID in decimal digits. IDs are compared as texts: they are larger than awk can count.
name_of() {
  printf '%s\n' "$own_member_list" | awk -v wanted="id $1" '
    $1 == "\"ID\"" { id = "id " $3 }
    $1 == "\"Name\"" && id == wanted { gsub("\"", "", $3); print $3 }'
}

# etcd moves it by itself when it stops, but only after its clients were cut off, and to whichever member it has been connected with
# for longest.
move_leadership() {
  to=$(successor)
  if [ -z "$to" ]; then return; fi
  tell move "the leadership to $(name_of "$to")"
  said=$(use_own_member && "$etcdctl" --command-timeout=10s move-leader "$(printf '%x' "$to")" 2>&1) ||
    echo "$NODE: the leadership did not move: $(printf '%s\n' "$said" | sed -n '$s/^Error: //p'). etcd tries again when it stops."
}

list_move() {
  to=$(successor)
  if [ -n "$to" ]; then tell move "the leadership to $(name_of "$to")"; fi
}

# Hundredths of a second since the machine has started.
uptime_now() {
  sed 's/ .*//; s/\.//' /proc/uptime
}

# Whether the voters keep their quorum without this member: all others are healthy, or a majority of all is. A voter that has never
# started counts too, and so does one that is not in this run.
keeps_quorum() {
  voters=$(members_of_list | awk '$2 == "false"' | wc -l)
  ailing=$(unhealthy_voters)
  # shellcheck disable=SC2086 # several words
  set -- $ailing
  [ "$#" = 0 ] || [ "$((voters - 1 - $#))" -gt "$((voters / 2))" ]
}

# Some time may have passed since the run looked at all members.
check_quorum_without_this() {
  member_list=$own_member_list
  [ -n "$member_list" ] || return 0
  tries=0
  until keeps_quorum; do
    tries=$((tries + 1))
    [ "$tries" -lt 10 ] ||
      fail "etcd is not restarted: $CLUSTER would lose its quorum. Of its $voters voters, these are not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
    sleep 1
  done
}

# Type=notify: systemctl returns when etcd serves again, or has failed.
restart_service() {
  check_quorum_without_this
  move_leadership
  was_learner=$(statuses | cut -d ' ' -f 2)
  tell restart "$UNIT"
  stopped=$(uptime_now)
  systemctl restart "$UNIT" || fail "etcd did not start again. Its journal ends with: $(last_words)"
  tell serve "again after $((($(uptime_now) - stopped) * 10)) ms"
  wait_until_caught_up
}

# The member has caught up when it has applied what the cluster had at the moment at which it was back. It must have its vote, and
# run the version of the spec.
wait_until_caught_up() {
  find_etcdctl
  goal=$(statuses --cluster | awk '$4 > goal { goal = $4 } END { printf "%.0f\n", goal }')
  ends=$(($(date +%s) + CATCH_UP_SECONDS))
  until statuses | awk -v goal="$goal" '$5 >= goal && $3 != 0 { found = 1 } END { exit !found }'; do
    [ "$(date +%s)" -lt "$ends" ] ||
      fail "etcd has started again, but has not caught up within $CATCH_UP_SECONDS seconds: $(how_far) of $goal."
    sleep 0.2
  done
  # shellcheck disable=SC2046 # six fields without blanks
  set -- $(statuses)
  [ "${2-}" = false ] || [ "$was_learner" = true ] || fail 'etcd has started again, but as a learner, which has no vote.'
  [ "${6-}" = "$VERSION" ] || fail "etcd has started again, but its version is ${6:-unknown}, and the spec has $VERSION."
}

how_far() {
  applied=$(statuses | cut -d ' ' -f 5)
  echo "it has applied the raft index ${applied:-unknown}"
}

restart_etcd() {
  if current; then return; fi
  restart_service
}

list_restart() {
  systemctl is-enabled --quiet "$UNIT" 2>/dev/null || tell enable "$UNIT"
  if ! current || [ -n "$(needs_restart)" ]; then
    list_move
    tell restart "$UNIT"
  fi
}

# --- For the playbooks -------------------------------------------------------------------------------------------------

# A machine that is not a member and holds client certificates.
set_up_client_host() {
  verdicts=
  differing=$(differing)
  judge_machine
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes)"; fi
  changing=yes
  remove_remains
  make_directories
  write_files
  write_credentials
  check_all_written
}

# site.yml, one member at a time.
update() {
  keep_old_names
  judge
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_peer_url && list_changes && list_restart)"; fi
  announce_peer_url
  apply
  enable_etcd
  restart_etcd
}

# Whether the running member is to have another peer URL.
moves() {
  case " $(known_peer_urls) " in
    '  ' | *" $PEER_URL "*) return 1 ;;
  esac
}

list_peer_url() {
  if moves; then tell update "the peer URL in the member list: $PEER_URL"; fi
}

# The others look for this member at its new peer URL from now on. Until it has restarted there, it asks them.
announce_peer_url() {
  if ! moves; then return; fi
  list_peer_url
  said=$(use_own_member && "$etcdctl" --command-timeout=5s member update "$(own_id)" --peer-urls="$PEER_URL" 2>&1) ||
    fail "The cluster does not take the peer URL $PEER_URL of $NODE: $(printf '%s\n' "$said" | sed -n '$s/^Error: //p')."
}

# restart.yml, one member at a time. Nothing is written.
restart() {
  judge
  refuse_on_verdicts
  [ "$state" = active ] || fail 'etcd does not run here. Run site.yml, which starts it.'
  if [ "$check" = yes ]; then end_check "$(list_move && tell restart "$UNIT")"; fi
  changing=yes
  restart_service
}

# stop.yml. The unit stays enabled unless somebody asks otherwise.
stop() {
  judge
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_stop)"; fi
  changing=yes
  list_stop
  if [ "${DISABLE-no}" = yes ]; then systemctl disable --quiet "$UNIT"; fi
  if systemctl is-active --quiet "$KEYS_UNIT"; then systemctl stop "$KEYS_UNIT"; fi
  systemctl stop "$UNIT" || fail "etcd did not stop: journalctl -u $UNIT says why."
}

list_stop() {
  if [ "${DISABLE-no}" = yes ] && systemctl is-enabled --quiet "$UNIT"; then tell disable "$UNIT"; fi
  case $state in
    inactive | failed) ;;
    *) tell stop "$UNIT" ;;
  esac
}

# site.yml, for certificates and keys alone.
renew() {
  keep_old_names
  judge
  differing=$(printf '%s\n' "$differing" | lines_of 'certificate|key')
  judge_bundle "$differing"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_changes)"; fi
  changing=yes
  remove_remains
  write_credentials
}

# A text as a JSON string.
json() {
  printf '%s' "$1" | tr '\001-\011\013-\037\177' ' ' | sed 's/\\/\\\\/g; s/"/\\"/g' |
    awk 'BEGIN { printf "\"" } { printf "%s%s", separator, $0; separator = "\\n" } END { printf "\"" }'
}

truth() {
  if "$@" >/dev/null 2>&1; then echo true; else echo false; fi
}

# The lines of files.txt that differ, as JSON.
differing_as_json() {
  printf '%s\n' "$differing" | awk 'NF { printf "%s{\"kind\": \"%s\", \"path\": \"%s\"}", separator, $1, $6; separator = ", " }'
}

# The peer URLs of all members, by the own member's list, which has them as JSON strings.
peer_urls_as_json() {
  printf '%s\n' "$own_member_list" | awk '$1 == "\"PeerURL\"" && $3 ~ /^"[^"\\]*"$/ { printf "%s%s", separator, $3; separator = ", " }'
}

verdicts_as_json() {
  printf '%s' "$verdicts" | while read -r code text; do
    printf '{"code": "%s", "text": %s}\n' "$code" "$(json "$text")"
  done | paste -sd ,
}

# A running member gets its certificates and keys replaced without a restart, unless their directory or a CA changes too.
# Those of a member that moves have its old names too, or, if nobody could issue such, change together with its address.
renews() {
  [ "$state" = active ] && has 'certificate|key' "$differing" && ! has 'directory|parent|ca' "$differing" &&
    { ! readdressed || has moving "$TABLE"; }
}

# Whether the node's own certificates have to change with where it listens.
readdressed() {
  for pair in "initial-advertise-peer-urls $PEER_URL" "advertise-client-urls $CLIENT_URL"; do
    configured=$(configured "${pair% *}" | head -n 1)
    [ -z "$configured" ] || [ "$configured" = "${pair#* }" ] || return 0
  done
  return 1
}

# Whether a running member differs in something else.
updates() {
  [ "$is_current" = false ] || ! systemctl is-enabled --quiet "$UNIT" || has 'account|directory|parent|file|ca|release|program|package|leftover' "$differing"
}

# Whether site.yml has anything to do here.
to_do() {
  [ "$state" != active ] || updates || renews || printf '%s' "$status" | grep -q '"isLearner":true'
}

# What etcd says against the health of the own member, and its alarms; nothing when all is well. etcdctl also prints log lines,
# which are JSON.
ask_health() {
  if health=$(use_own_member && "$etcdctl" --command-timeout=5s endpoint health 2>&1 >/dev/null); then
    health=
  else
    health=$(printf '%s\n' "$health" | sed '/^{/d; /^Error: unhealthy cluster$/d')
    health=${health:-no answer}
  fi
  alarms=$(use_own_member && "$etcdctl" --command-timeout=5s alarm list 2>/dev/null | paste -sd ' ') || alarms=
}

inspect() {
  if [ "$KIND" = absent ]; then
    inspect_absent
    return
  fi
  inspected_at=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  if [ "$KIND" = client-host ]; then
    verdicts=
    differing=$(differing)
    judge_machine
    printf '{"differs": [%s], "verdicts": [%s]}\n' "$(differing_as_json)" "$(verdicts_as_json)"
    return
  fi
  judge
  if [ "${REPLACES-no}" = yes ]; then judge_replacement; fi
  # Once: it reads all of the etcd program.
  is_current=$(truth current)
  health=
  alarms=
  if [ "$state" = active ] && [ "${ASK_HEALTH-no}" = yes ]; then ask_health; fi
  (
    use_own_member
    cat <<JSON
{
  "time": "$inspected_at",
  "machine": "$(uname -m)",
  "state": "$state",
  "waits": $(truth systemctl is-active "$KEYS_UNIT"),
  "enabled": $(truth systemctl is-enabled "$UNIT"),
  "initialised": $(truth [ "$initialised" = yes ]),
  "joined": $(truth test -e "$JOINED_FILE"),
  "current": $is_current,
  "differs": [$(differing_as_json)],
  "to_do": $(truth to_do),
  "renews": $(truth renews),
  "readdressed": $(truth readdressed),
  "updates": $(truth updates),
  "etcdctl": "$etcdctl",
  "etcdctl_environment": {
    "ETCDCTL_CACERT": "${ETCDCTL_CACERT-}",
    "ETCDCTL_CERT": "${ETCDCTL_CERT-}",
    "ETCDCTL_KEY": "${ETCDCTL_KEY-}",
    "ETCDCTL_ENDPOINTS": "${ETCDCTL_ENDPOINTS-}"
  },
  "health": $(json "$health"),
  "alarms": $(json "$alarms"),
  "peer_urls": [$(peer_urls_as_json)],
  "absent": [$(absent_as_json)],
  "status": $status,
  "member_list": $(json "$own_member_list"),
  "stands": "$stands",
  "lock": $(lock_as_json),
  "verdicts": [$(verdicts_as_json)]
}
JSON
  )
}

# --- A new member of a cluster that runs --------------------------------------------------------------------------------

# What etcdctl says at these client URLs: ask_at URLS member list. With authentication, only root may change members. Without a URL,
# etcdctl would ask whatever listens on localhost.
ask_at() (
  [ -n "$1" ] || { echo 'timed out: no other member accepts connections' && exit 1; }
  export ETCDCTL_ENDPOINTS="$1"
  shift
  if [ -n "$ROOT_CERT" ] && [ -e "$ROOT_CERT" ] && [ -e "$ROOT_KEY" ]; then
    export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$ROOT_CERT" ETCDCTL_KEY="$ROOT_KEY"
  elif [ -n "$SERVER_CERT" ]; then
    export ETCDCTL_CACERT="$CLIENT_CA" ETCDCTL_CERT="$SERVER_CERT" ETCDCTL_KEY="$SERVER_KEY"
  fi
  "$ETCDCTL" --command-timeout=5s "$@" 2>&1
)

# The same at the other members, again and again while they refuse for now: etcd lets nobody in before all members have been connected
# for five seconds, and gives a learner no vote before it has caught up.
insist() {
  tries=0
  ends=$(($(date +%s) + 3000))
  until said=$(ask_at "$(answering)" "$@"); do
    case $said in
      *'in sync with leader'*) ;;
      *'unhealthy cluster'* | *'timed out'* | *'deadline exceeded'* | *leader* | *'rpc not supported for learner'*) tries=$((tries + 1)) ;;
      *) return 1 ;;
    esac
    if [ "$tries" -ge 30 ] || [ "$(date +%s)" -ge "$ends" ]; then return 1; fi
    sleep 1
  done
}

# Why etcd refused, by what etcdctl said.
reason() {
  printf '%s\n' "$said" | sed -n '/^{/d; s/^Error: //p' | tail -n 1
}

read_members_elsewhere() {
  own_member_list=
  member_list=$(ask_others) || fail 'No other member answers with a member list. Check that the members run.'
  stands=$(printf '%s\n' "$member_list" | standing)
}

# Each member of the list on a line: its ID in decimal digits, whether it is a learner, its client URLs with commas between (- without
# any), and its peer URLs.
members_of_list() {
  printf '%s\n' "$member_list" | awk '
    function print_member() { if (id != "") print id, learner, clients == "" ? "-" : clients, peers }
    $1 == "\"ID\"" { print_member(); id = $3; learner = "false"; clients = peers = "" }
    $1 == "\"PeerURL\"" { gsub("\"", "", $3); peers = peers (peers == "" ? "" : ",") $3 }
    $1 == "\"ClientURL\"" { gsub("\"", "", $3); clients = clients (clients == "" ? "" : ",") $3 }
    $1 == "\"IsLearner\"" { learner = $3 }
    END { print_member() }'
}

own_decimal_id() {
  own_entry | head -n 1
}

# The members that are not this one, as initial-cluster has them. etcd compares their URLs alone, so an ID will do for a name.
other_members() {
  members_of_list | grep -v "^$(own_decimal_id) " | while read -r id _ _ peers; do
    printf '%s\n' "$peers" | tr , '\n' | sed "s/^/$id=/"
  done | paste -sd ,
}

# A file that is there while this member joins.
place() {
  sed "s|$OTHER_MEMBERS|$(other_members)|" "$here/joining$1" >"$1.new"
  chmod 0644 "$1.new"
  mv -fT "$1.new" "$1"
}

# Whether a member with these client URLs serves. A full database does not stop a run that makes room.
is_healthy() {
  [ "$1" != - ] || return 1
  said=$(ask_at "$1" endpoint health) || case $said in
    *NOSPACE*) ;;
    *) return 1 ;;
  esac
}

# The client URLs of the voters that are not this member and are not healthy; the peer URLs of those that have never started.
unhealthy_voters() {
  members_of_list | grep -v "^$(own_decimal_id) " | while read -r _ learner clients peers; do
    [ "$learner" = false ] || continue
    if ! is_healthy "$clients"; then
      if [ "$clients" = - ]; then printf '%s\n' "$peers"; else printf '%s\n' "$clients"; fi
    fi
  done | paste -sd ' '
}

# A member is added only while all others are healthy: it must get their data, and they must keep their quorum.
wait_until_others_are_healthy() {
  tries=0
  until ailing=$(unhealthy_voters) && [ -z "$ailing" ]; do
    tries=$((tries + 1))
    [ "$tries" -lt 12 ] ||
      fail "No member is added while another one is not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
    sleep 1
  done
}

# site.yml, for one node at a time that is not a member yet, or has no vote yet. A learner has no vote, so the cluster keeps its
# quorum whatever happens to it.
join() {
  keep_old_names
  judge
  if [ "$state" != active ]; then judge_bundle "$TABLE"; fi
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_join)"; fi
  if [ "$state" != active ]; then
    apply
    add_as_learner
    start_etcd
  fi
  changing=yes
  promote
}

list_join() {
  if [ "$state" != active ]; then
    list_changes
    if [ "$stands" = unknown ]; then tell_add; fi
    list_starts
  fi
  tell_promote
}

tell_add() {
  tell add "$PEER_URL to the members, as a learner"
}

tell_promote() {
  tell promote 'the learner to a voter, once it has caught up'
}

add_as_learner() {
  read_members_elsewhere
  wait_until_others_are_healthy
  if [ "$stands" != unknown ]; then return; fi
  tell_add
  insist member add --learner --peer-urls="$PEER_URL" -- "${MEMBER_NAME-$NODE}" || fail "The cluster does not take $NODE: $(reason)."
  read_members_elsewhere
}

promote() {
  read_members_elsewhere
  if ! members_of_list | grep -q "^$(own_decimal_id) true "; then return; fi
  tell_promote
  insist member promote "$(own_id)" || fail "The cluster does not give $NODE a vote: $(reason)."
}

# --- A new member in the place of a lost one ----------------------------------------------------------------------------

# What is against a member that has lost its data or its machine is not against a new one in its place. But a member that serves is
# not lost.
judge_replacement() {
  verdicts=$(printf '%s' "$verdicts" | grep -vE '^(data-lost|data-lost-elsewhere|removed|wrong-owner|peer-url-changed) ' || true)
  verdicts="$verdicts${verdicts:+
}"
  serving=$(serves_at)
  [ -z "$serving" ] || verdict member-healthy "$serving"
}

own_line_of_list() {
  id=$(own_decimal_id)
  [ -z "$id" ] || members_of_list | grep "^$id "
}

# The client URLs of this member, if it is healthy there: on this machine or another one.
serves_at() {
  own_line_of_list | while read -r _ _ clients _; do
    if [ "$clients" != - ] && [ -x "$ETCDCTL" ] && can_ask_others && ask_at "$clients" endpoint health >/dev/null; then printf '%s\n' "$clients"; fi
  done
}

# replace.yml, for one member.
replace() {
  judge
  judge_replacement
  judge_bundle "$TABLE"
  refuse_on_verdicts
  if [ "$check" = yes ]; then end_check "$(list_replace)"; fi
  apply
  read_members_elsewhere
  serving=$(serves_at)
  [ -z "$serving" ] || fail "$NODE still runs, and is healthy at $serving. Nothing was removed. Stop etcd on that machine."
  wait_until_others_are_healthy
  remove_lost
  add_as_learner
  start_etcd
  promote
}

list_replace() {
  list_changes
  tell_remove_lost
  move_data_aside
  tell_add
  tell start "$UNIT"
  tell_promote
}

# A member that the cluster expects and that has never run is not a lost one.
tell_remove_lost() {
  own_line_of_list | while read -r id _ clients peers; do
    [ "$clients" = - ] || tell remove "the lost member $(printf '%x' "$id") from the members: $peers"
  done
}

# Old data stays next to where it was.
move_data_aside() {
  data_now | tr ' ' '\n' | while read -r path; do
    [ -e "$path" ] || continue
    aside=$(aside "$path")
    tell move "$path to $aside"
    [ "$check" = yes ] || mv -T "$path" "$aside"
  done
}

# etcd may run in vain, again and again.
remove_lost() {
  systemctl stop "$UNIT"
  if [ -n "$(tell_remove_lost)" ]; then
    tell_remove_lost
    insist member remove "$(own_id)" || fail "The cluster does not remove $NODE: $(reason)."
  fi
  move_data_aside
  rm -f "$JOINED_FILE"
  state=inactive
  initialised=no
  read_members_elsewhere
}

# --- Members that the spec takes out of the cluster (state: absent) -------------------------------------------------------

# The ID of an absent node's member: the one at its peer URL, else the one with its name, unless that is where another node is.
absent_id() {
  printf '%s\n' "$member_list" | url=$1 member=$2 kept=" ${PEER_URLS-} " awk '
    function judge() { if (id != "" && !stays && rank > best) { best = rank; found = id } }
    $1 == "\"ID\"" { judge(); id = $3; rank = stays = 0 }
    $1 == "\"Name\"" && $0 == "\"Name\" : \"" ENVIRON["member"] "\"" && rank < 1 { rank = 1 }
    $1 == "\"PeerURL\"" {
      gsub("\"", "", $3)
      if ($3 == ENVIRON["url"]) rank = 2
      if (index(ENVIRON["kept"], " " $3 " ")) stays = 1
    }
    END { judge(); print found }'
}

# The absent nodes that are members still, each on a line: its ID, the name of the node, whether it is a learner, its client URLs
# and its peer URLs.
absent_members() {
  printf '%s\n' "${ABSENT-}" | while read -r name url member; do
    if [ -z "$member_list" ] || [ -z "$name" ]; then continue; fi
    id=$(absent_id "$url" "$member")
    [ -z "$id" ] || members_of_list | sed -n "s/^$id /$id $name /p"
  done
}

absent_as_json() {
  member_list=$own_member_list
  absent_members | while read -r _ name _ _ peers; do
    printf '{"name": "%s", "peer_urls": ["%s"]}\n' "$name" "$(printf '%s' "$peers" | sed 's/,/", "/g')"
  done | paste -sd ,
}

# Whether the member with these client URLs serves.
serves() {
  [ "$1" != - ] && ask_at "$1" endpoint health >/dev/null
}

# site.yml, on a running member. In REMOVES: the names of the nodes to remove. With SILENT_ONLY, those that serve stay for now.
remove() {
  verdicts=
  read_facts
  judge_lock
  refuse_on_verdicts
  member_list=$own_member_list
  if [ -z "$member_list" ]; then
    [ "${SILENT_ONLY-no}" = no ] || return 0
    fail 'This member does not answer with a member list, so it removes no other one.'
  fi
  told=
  gone=' '
  own=$(own_decimal_id)
  leaving=$(absent_members | silent_first)
  # Not from a pipe: what fails here ends the run.
  while read -r is_serving id name learner clients peers; do
    [ -n "$id" ] || continue
    case $is_serving,${SILENT_ONLY-no},$check in
      # Later. A member that is hidden from this run is not healthy then either.
      yes,yes,*) [ "${SOME_ARE_HIDDEN-no}$learner" != yesfalse ] || check_quorum ;;
      # It was listed before.
      no,no,yes) ;;
      *) remove_one </dev/null ;;
    esac
    gone="$gone$id "
  done <<END
$leaving
END
  if [ "$check" = yes ]; then end_check "$told"; fi
}

# Those of REMOVES, with `no` or `yes` before each: whether it serves.
silent_first() {
  while read -r line; do
    # shellcheck disable=SC2086 # several words
    set -- $line
    case " $REMOVES " in
      *" $2 "*) if serves "$4" </dev/null; then echo "yes $line"; else echo "no $line"; fi ;;
    esac
  done | sort
}

note() {
  told="$told$(tell "$@")
"
  [ "$check" = yes ] || tell "$@"
}

remove_one() {
  if [ "$learner" = false ]; then check_quorum; fi
  if leads; then note move "the leadership from $name to $NODE"; fi
  note remove "the member of $name: $peers"
  if [ "$check" = yes ]; then return; fi
  changing=yes
  if leads; then hand_over; fi
  tries=0
  until said=$(use_own_member && "$etcdctl" --command-timeout=5s member remove "$(printf '%x' "$id")" 2>&1); do
    case $said in
      *'member not found'*) break ;;
    esac
    tries=$((tries + 1))
    [ "$tries" -lt 20 ] || fail "The cluster does not remove $name: $(reason)."
    sleep 1
  done
}

# Those that stay must keep a majority without this member.
check_quorum() {
  voters=0
  healthy=0
  ailing=
  while read -r other is_learner urls _; do
    case "$is_learner $gone$id " in
      true* | *" $other "*) continue ;;
    esac
    voters=$((voters + 1))
    if serves "$urls" </dev/null; then healthy=$((healthy + 1)); else ailing="$ailing${ailing:+ }$urls"; fi
  done <<END
$(members_of_list)
END
  [ "$healthy" -gt "$((voters / 2))" ] ||
    fail "$name is not removed: $CLUSTER would lose its quorum. Of the $voters members that would stay, these are not healthy: $ailing. See \"A member is down\" in the cluster's README.md."
}

leads() {
  [ "$(ask_own_member endpoint status | sed -nE 's/.*"leader":([0-9]+).*/\1/p')" = "$id" ]
}

# Only the leader itself takes this.
hand_over() {
  said=$(use_own_member && ETCDCTL_ENDPOINTS=$clients "$etcdctl" --command-timeout=5s move-leader "$(printf '%x' "$own")" 2>&1) ||
    echo "$NODE: the leadership did not move ($(reason)). The members elect a leader once $name is removed." >&2
}

# --- On the machine of an absent node -----------------------------------------------------------------------------------

# Whether etcd of this cluster could still run here, or its data is still where etcd would find it.
is_left() {
  ours || return 1
  # The unit of the keys cannot be enabled: the other one starts it.
  if systemctl is-enabled --quiet "$UNIT" 2>/dev/null; then return 0; fi
  for unit in "$UNIT" "$KEYS_UNIT"; do
    case $(systemctl is-active "$unit" 2>/dev/null) in
      active | activating | reloading | deactivating) return 0 ;;
    esac
  done
  # shellcheck disable=SC2046 # several paths
  any_exists "$JOINED_FILE" $(data_now)
}

inspect_absent() {
  printf '{"to_do": %s, "differs": [], "verdicts": []}\n' "$(truth is_left)"
}

# site.yml, once the member is removed. In MEMBER_LIST: what a member says that stays.
leave() {
  is_left || return 0
  if [ "$check" = yes ]; then end_check "$(list_leave)"; fi
  own_member_list=
  member_list=${MEMBER_LIST-}
  [ -n "$member_list" ] || fail 'No member says that this one is removed.'
  [ -z "$(own_entry)" ] || fail 'This is a member still: first its member is removed.'
  changing=yes
  list_leave
  systemctl disable --quiet "$UNIT" 2>/dev/null || true
  systemctl stop "$UNIT" "$KEYS_UNIT" 2>/dev/null || true
  case $(systemctl is-active "$UNIT") in
    active | activating | deactivating) fail "$UNIT does not stop: systemctl status $UNIT says why." ;;
  esac
  for path in $(data_now); do
    [ -e "$path" ] || continue
    if [ "$DELETES_DATA" = yes ]; then rm -rf "$path"; else mv -T "$path" "$(aside "$path")"; fi
  done
  rm -f "$JOINED_FILE"
}

list_leave() {
  tell disable "$UNIT, and stop it"
  for path in $(data_now); do
    [ -e "$path" ] || continue
    if [ "$DELETES_DATA" = yes ]; then tell delete "$path"; else tell move "$path to $(aside "$path")"; fi
  done
}

# --- In order ----------------------------------------------------------------------------------------------------------

# In a function, so that a script that was cut short does nothing.
main() {
  # A folder of this name is temporary: the command in README.md deletes it.
  case $here in
    /run/quorate.*) again='run this again' ;;
    *) again="run sh $here/bootstrap.sh" ;;
  esac
  check=no
  verb=set_up
  read_arguments "$@"
  trap ended EXIT
  trap 'exit 129' HUP
  trap 'exit 130' INT
  trap 'exit 143' TERM
  TABLE=$(cat "$here/files.txt")
  [ "$(sha256sum <"$here/files.txt")" = "$TABLE_DIGEST  -" ] || fail 'files.txt does not belong to this script. Copy the whole folder again.'
  [ "$(id -u)" = 0 ] || fail 'Run this as root.'
  if [ "$verb" != inspect ] && [ "$verb" != release ] && command -v flock >/dev/null; then
    exec 9>/run/etcd-bootstrap.lock
    flock -n 9 || fail 'Another run of this is under way on this machine.'
  fi
  "$verb"
}

main "$@"
