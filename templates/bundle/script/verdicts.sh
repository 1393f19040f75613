
# --- Verdicts: why a node is not touched. Every channel prints these codes with these texts. ---------------------------

text_of() {
  case $1 in
    no-systemd) echo "$NODE does not run systemd, and etcd runs as a systemd service. Use a machine that has systemd." ;;
    address-missing) echo "This machine does not have the address $ADDRESS. If it is not $NODE, use what was generated for it. If it is, set the address." ;;
    port-taken) echo "Another process listens on port $2 of $NODE. Stop it (ss -ltnp shows it), or choose other ports in the spec." ;;
    foreign-etcd) echo "$UNIT runs on $NODE, but not as a member of $CLUSTER with the token $TOKEN. If nobody needs it, type systemctl disable --now $UNIT and move its data aside." ;;
    foreign-data) echo "$DATA_DIRECTORY on $NODE holds the data of a member, but nothing says that it is one of $CLUSTER with the token $TOKEN. If you need the data, use the spec that made it. If not, move the directory aside." ;;
    wrong-owner) echo "The data in $DATA_DIRECTORY on $NODE belongs to $2, and etcd runs as $ACCOUNT, which cannot read it. Put the account back in the spec. Or, one member at a time, stop etcd and type chown -R $ACCOUNT:$GROUP $DATA_DIRECTORY." ;;
    peer-url-changed) echo "The cluster knows $NODE at $2, and the spec has it at $PEER_URL. Put back its address, its port or TLS in the spec. Or type systemctl start $UNIT and run site.yml: it changes the peer URL of a member that runs. Without Ansible, one member at a time, as root on $NODE with etcd running: set -a; . $ETCDCTL_FILE; set +a; etcdctl member update $3 --peer-urls=$PEER_URL" ;;
    locked) echo "Another run changes $CLUSTER: site.yml of $2, since $3. Its last step here began $4 seconds ago. Wait until it has ended. If it was killed, type ansible-playbook site.yml -e etcd_take_over=$5." ;;
    removed) echo "The cluster has removed $NODE, and etcd does not start with the data of a removed member. Delete the node from the spec. Or, to have it back as a new member, see \"Replace a lost member\" in the cluster's README.md." ;;
    ca-of-another-pki) echo "$NODE trusts another CA than this folder has. $2 has the fingerprint $3, and this folder has $CA_FINGERPRINTS. Use the folder that the cluster was set up from: quorate generate writes below the current directory, unless --out is given. If you want a new CA, see \"A private key has leaked\" in docs/pki.md of quorate." ;;
    version-jump) echo "$NODE runs etcd $2, and the spec has $VERSION. Upgrade all members by one minor version at a time. A downgrade needs etcd's own procedure." ;;
    data-lost) echo "$NODE was a member and has lost its data: $DATA_DIRECTORY holds none. If it is on a disk that is not mounted, mount it. If the data is gone for good, see \"Replace a lost member\" in the cluster's README.md." ;;
    data-lost-elsewhere) echo "The other members know $NODE as a member that has run, but $DATA_DIRECTORY holds no data. If the machine is new, see \"Replace a lost member\" in the cluster's README.md." ;;
    not-a-member) echo "$CLUSTER already runs, and $PEER_URL is not one of its members. Add the member first: see \"Add a member\" in the cluster's README.md." ;;
    members-silent) echo "$NODE has no data, and the members that formed $CLUSTER ($2) do not answer. They must say whether $NODE was one of them: start them first." ;;
    configured-elsewhere) echo "Something else configures etcd on $NODE: $2. Move these settings into the spec (etcd.extraOptions). Then remove the files, and the variables with systemctl unset-environment." ;;
    owner-missing) echo "$NODE has no account or group for $2. Create it, or name another in the spec (tls.clients[].install)." ;;
    masked) echo "$UNIT is masked on $NODE: somebody wants it not to run. If that is over, type systemctl unmask $UNIT." ;;
    link-in-the-way) echo "$2 on $NODE is a symbolic link. Name its target in the spec (etcd.paths), or replace it by a directory." ;;
    file-in-the-way) echo "$2 on $NODE is not a directory. Move it away." ;;
    directory-in-the-way) echo "$2 on $NODE is a directory, and has to be a file. Move it away." ;;
    read-only) echo "$2 on $NODE cannot be written: $3 is not writable. Is its file system mounted read-only?" ;;
    restart-needed) echo "etcd serves on $NODE, and a change of $2 needs a restart. Run site.yml. Or, when all other members are healthy, type systemctl stop $UNIT and run this again, which starts it." ;;
    no-archive) echo "$NODE is a $2 machine, and the spec has no archive of etcd $VERSION for it. Add its digest to the spec (etcd.install.sha256)." ;;
    no-download-program) echo "$NODE has no curl, wget or python3 to download etcd with. Install one, or stage the release (etcd.install)." ;;
    staged-file-missing) echo "$2 is missing: it is not in $STAGING_DIRECTORY on $NODE, and not in staging/ next to bootstrap.sh. Put it there." ;;
    staged-file-differs) echo "$2 on $NODE has the SHA-256 digest $3, and the spec has $4. Put the right file there, or correct the digest in the spec." ;;
    no-apt) echo "$NODE has no apt, which the install method \"package\" needs. Choose another etcd.install.method." ;;
    package-data) echo "/var/lib/etcd/default on $NODE holds the data of an etcd that the package started. Type systemctl disable --now etcd, and move that directory aside." ;;
    apt-fails) echo "apt on $NODE cannot read its package lists: $2" ;;
    version-not-offered) echo "apt on $NODE has no $2 $VERSION. It has: $3. Write one of these as etcd.version, up to the first + or -, or choose another etcd.install.method." ;;
    bundle-incomplete) echo "rootfs$2 is missing next to this script. Copy the whole folder again." ;;
    bundle-differs) echo "rootfs$2 next to this script is not the file that files.txt names. Copy the whole folder again." ;;
    key-of-another-certificate) echo "$2 on $NODE is not the key of the delivered certificate. Deliver the key too." ;;
    *) echo "unknown verdict $1" ;;
  esac
}
