
# --- Verdicts: why a node is not touched. Every channel prints these codes with these texts. ---------------------------

# The code and the text of a verdict: its code as the judge has it, then what the text needs. judge_member tells more cases
# apart than the judge of a first boot.
line_of() {
  code=$1
  shift
  case $code in
    foreign-*) code=${stranger:-$code} ;;
    data-lost) code=${loss:-$code} ;;
    port-taken) [ -z "${other_unit-}" ] || code=unit-elsewhere ;;
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
    address-missing) echo "This machine does not have the address $2. If it is not $NODE, use what was generated for it. If it is, set the address." ;;
    port-taken) echo "Another process listens on port $2 of $NODE; \`ss -ltnp\` shows it. Stop it, or choose other ports in the spec (etcd.ports).$(neighbours) If it is an etcd whose data you need, see \"Take over the data of another etcd\" in the cluster's README.md." ;;
    unit-elsewhere) echo "$CLUSTER has the unit $other_unit on $NODE, and the spec has $UNIT. The unit and the paths of a cluster that exists cannot change. Put them back in the spec (sharedMachines, systemd.unit). If nobody needs that member and its data, as root on $NODE, type \`systemctl disable --now $other_unit && mv -T ${UNIT_FILE%/*}/$other_unit $(aside "${UNIT_FILE%/*}/$other_unit")\`." ;;
    foreign-etcd) echo "$UNIT runs on $NODE, and quorate did not set it up for $CLUSTER with the token $TOKEN. quorate cannot take over a running cluster, but you can move its data into a new one: see \"Take over the data of another etcd\" in the cluster's README.md. If nobody needs it, as root on $NODE, type \`$(disable_and_aside)\`." ;;
    foreign-data) echo "$DATA_DIRECTORY on $NODE holds the data of a member, but nothing says that it is one of $CLUSTER with the token $TOKEN. If you need the data, use the spec that made it, or see \"Take over the data of another etcd\" in the cluster's README.md. If nobody needs it, as root on $NODE, type \`$(data_aside)\`." ;;
    token-changed) echo "$NODE is a member of $CLUSTER with the token $(joined_with token), and the spec has the token $TOKEN. etcd keeps the token with which its cluster was formed: a cluster that exists cannot get another one. Put it back in the spec (etcd.token): $(joined_with token)" ;;
    other-cluster) echo "$NODE is a member of the cluster $(joined_with cluster) with the token $(joined_with token), and the spec describes $CLUSTER. If this is the same cluster, put its name and token back in the spec: the name of a cluster that exists cannot change. If it is another cluster, use other machines, or set sharedMachines and other ports (etcd.ports) in the spec. If nobody needs the data of that cluster, as root on $NODE, type \`$(disable_and_aside) && mv -T $JOINED_FILE $joined_aside\`." ;;
    wrong-owner) echo "The data in $DATA_DIRECTORY on $NODE belongs to $2, and etcd runs as $ACCOUNT, which cannot read it. Put the account back in the spec (etcd.account). Or change the owner: as root on $NODE, type \`systemctl stop $UNIT && $(account_commands)chown -R $ACCOUNT:$GROUP $(stores)\`. $run_alone" ;;
    peer-url-changed) echo "The cluster knows $NODE at $2, and the spec has it at $PEER_URL. Put back its address, its port or TLS in the spec. Or type \`systemctl start $UNIT\` and run site.yml: it changes the peer URL of a member that runs.$(tell_elsewhere "$3")" ;;
    locked) echo "Another run changes $CLUSTER: site.yml of $2, since $3. Its last step here began $4 seconds ago. Wait until it ends. If it was killed (\`pgrep -af ansible-playbook\` on its control node shows nothing), type \`ansible-playbook site.yml -e etcd_take_over=$5\`, or wait 15 minutes." ;;
    removed) echo "The cluster has removed $NODE, and etcd does not start with the data of a removed member. Delete the node from the spec. Or, to have it back as a new member, see \"Replace a lost member\" in the cluster's README.md." ;;
    ca-of-another-pki) echo "$NODE trusts another CA than this folder has. $2 has the fingerprint $3, and this folder has $CA_FINGERPRINTS. Use the folder that the cluster was set up from: quorate generate writes below the current directory, unless --out is given. If you want a new CA, see \"A private key has leaked\" in docs/pki.md of quorate." ;;
    version-jump) echo "$NODE runs etcd $2, and the spec has $VERSION. $(version_advice)" ;;
    version-too-old) echo "$NODE runs etcd $2. Before $VERSION, etcd asks for $3 or later on every member. First upgrade all members: write $4 as etcd.version, generate, and run site.yml. Then do the same with $VERSION." ;;
    data-lost) echo "$NODE was a member and has lost its data: $DATA_DIRECTORY holds none. If it is on a disk that is not mounted, mount it. If the data is gone for good, see \"Replace a lost member\" in the cluster's README.md." ;;
    data-elsewhere) echo "etcd on $NODE has its data in $old_stores, and the spec has $(data_now) (etcd.paths). Put the paths back in the spec. Or move the data: as root on $NODE, type \`systemctl stop $UNIT$moves\`. $run_alone" ;;
    quorum-lost) echo "$NODE was a member and has lost its data: $DATA_DIRECTORY holds none. No other member answers with a member list, so $CLUSTER has no quorum now. If the data is on a disk that is not mounted, mount it. Start the members that have their data: \`systemctl start --no-block $UNIT\` on each. If too many members have lost their data for good, see \"The quorum is lost\" in the cluster's README.md." ;;
    data-lost-elsewhere) echo "The other members know $NODE as a member that has run, but $DATA_DIRECTORY holds no data. If it is on a disk that is not mounted, mount it. If the machine is new or the data is gone, see \"Replace a lost member\" in the cluster's README.md." ;;
    not-a-member) echo "$CLUSTER already runs, and $PEER_URL is not one of its members. Add the member first: see \"Add a member\" in the cluster's README.md." ;;
    members-silent) echo "$NODE has no data, and the members that formed $CLUSTER ($2) do not answer with a member list. They must say whether $NODE was one of them. Start them first: \`systemctl start --no-block $UNIT\` on each. If too many of them have lost their data, see \"The quorum is lost\" in the cluster's README.md." ;;
    configured-elsewhere) echo "Something else configures etcd on $NODE: $2. Move these settings into the spec (etcd.extraOptions). Then remove them: \`$(remove_settings)\`" ;;
    owner-missing) echo "$NODE has no account or group for $2. Create it: \`$(owner_commands)\` Or name another in the spec (tls.clients[].install)." ;;
    masked) echo "$UNIT is masked on $NODE: somebody wants it not to run. To let it run, as root on $NODE, type \`systemctl unmask $UNIT\`." ;;
    link-in-the-way) echo "$2 on $NODE is a symbolic link. Write its target, $target, into the spec (etcd.paths). Or remove the link: \`rm $2\`" ;;
    file-in-the-way) echo "$2 on $NODE is not a directory. Move it away: \`mv -T $2 $aside\`" ;;
    directory-in-the-way) echo "$2 on $NODE is a directory, and has to be a file. Move it away: \`mv -T $2 $aside\`" ;;
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
  [ -z "$OTHERS" ] || echo " If it cannot start, since its old address is gone, or if you do not use Ansible: one member at a time, as root on a member that runs, type \`set -a; . $ETCDCTL_FILE; set +a; etcdctl member update $1 --peer-urls=$PEER_URL\`. Then run this again."
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
