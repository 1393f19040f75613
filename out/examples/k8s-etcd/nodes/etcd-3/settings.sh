# etcd-3, a member of k8s-etcd: what bootstrap.sh has to know of this node. quorate wrote this.
KIND=member
NODE=etcd-3
CLUSTER=k8s-etcd
TABLE_DIGEST=b76cb6a1379f43cde5fbb164b96c3d7bf56aa6727e6cb80aa92b72311cb60660
ADDRESSES=10.240.0.12
PORTS='2379 2380 2381'
PEER_URL=https://10.240.0.12:2380
# The IDs of the cluster and of this member, if the members of the spec form the cluster.
CLUSTER_ID=8732968852211404000
MEMBER_ID=6914662784652990760
# Client URLs of the other members.
OTHERS=https://10.240.0.10:2379,https://10.240.0.11:2379
ACCOUNT=etcd
GROUP=etcd
UNIT=etcd.service
UNIT_FILE=/etc/systemd/system/etcd.service
KEYS_UNIT=etcd-keys.service
DATA_DIRECTORY=/var/lib/etcd
WAL_DIRECTORY=/var/lib/etcd/member/wal
JOINED_FILE=/etc/etcd/joined
# What says that a file is of quorate, and of this cluster: the line that quorate writes, and what earlier versions wrote.
MARKER='# quorate-cluster: '
EARLIER_MARKER='Written by quorate'
EARLIER_HEADING=', a member of k8s-etcd. Written by quorate'
TOKEN_FILES='/etc/default/etcd /etc/systemd/system/etcd.service /etc/etcd/etcd.conf.yml'
TOKEN_LINES='cluster=k8s-etcd token=k8s-etcd
ETCD_INITIAL_CLUSTER_TOKEN="k8s-etcd"
  --initial-cluster-token=k8s-etcd \
initial-cluster-token: k8s-etcd'
# The files that let a start join a running cluster; the last one is the unit's drop-in.
JOINING_FILES='/run/etcd-joining.env /run/systemd/system/etcd.service.d/joining.conf'
JOINING_DROP_IN=/run/systemd/system/etcd.service.d/joining.conf
ETCDCTL=/usr/local/bin/etcdctl
# The keys without which etcd cannot start.
MEMBER_KEYS='/etc/etcd/pki/server.key /etc/etcd/pki/peer.key'
# How etcdctl is known to the other members.
CLIENT_CA=/etc/etcd/pki/client-ca.crt
SERVER_CERT=/etc/etcd/pki/server.crt
SERVER_KEY=/etc/etcd/pki/server.key
VERSION=3.6.15
RELEASE_DIRECTORY=/opt/etcd/v3.6.15

# The release for an architecture: its top folder, its file, and its digest.
archive_for() {
  case $1 in
    x86_64) echo etcd-v3.6.15-linux-amd64 https://github.com/etcd-io/etcd/releases/download/v3.6.15/etcd-v3.6.15-linux-amd64.tar.gz sha256:b51d86e6bff2168de5ba8cd631c0fe6c785c7a1b32b083079f5677d6b7e2772c ;;
    aarch64) echo etcd-v3.6.15-linux-arm64 https://github.com/etcd-io/etcd/releases/download/v3.6.15/etcd-v3.6.15-linux-arm64.tar.gz sha256:567d9b8fa9e75b349600d2b64ef9bf6bc6d512cea75a2ce1c39b1b3046131244 ;;
    ppc64le) echo etcd-v3.6.15-linux-ppc64le https://github.com/etcd-io/etcd/releases/download/v3.6.15/etcd-v3.6.15-linux-ppc64le.tar.gz sha256:058abb6004e03ab59166889eaaf5a56c04e5005571a491a6d8f6038c94f5b811 ;;
    s390x) echo etcd-v3.6.15-linux-s390x https://github.com/etcd-io/etcd/releases/download/v3.6.15/etcd-v3.6.15-linux-s390x.tar.gz sha256:https://github.com/etcd-io/etcd/releases/download/v3.6.15/SHA256SUMS ;;
  esac
}

# What only people and playbooks need: user-data has the settings above alone.
TOKEN=k8s-etcd
# In the joining files, this stands for the members that the cluster has.
OTHER_MEMBERS=THE-OTHER-MEMBERS
CLIENT_URL=https://10.240.0.12:2379
# How etcdctl is known to the own member, as root.
OWN_ENDPOINT=https://127.0.0.1:2379
ETCDCTL_FILE=/etc/etcd/etcdctl.env
ROOT_CERT=/etc/etcd/pki/root.crt
ROOT_KEY=/etc/etcd/pki/root.key
# What the running etcd was started from, and the lines in it that a running member does not read again.
STARTED_FILE=/run/etcd-started
READ_AT_START_ONLY='^[[:space:]]*(#|$)|^ExecCondition=|initial[-_]cluster'
# The CAs of this folder: their fingerprints, and what a certificate of theirs has in its DER, in hexadecimal digits.
CA_FINGERPRINTS='3F:FC:AC:88:AC:20:00:04:44:58:F9:75:69:01:56:58:1C:1F:B8:E9:58:A8:76:A2:63:1A:DA:81:DC:46:42:52 D9:5A:EA:CD:57:59:61:28:51:82:5B:8C:5F:FD:69:DB:EF:AC:FB:D8:98:99:88:6C:B2:24:DD:14:3A:DD:2E:12'
CA_MARKS='3ffcac88ac2000044458f975690156581c1fb8e958a876a2631ada81dc464252
0603551d0e041604143a729dcaa1c9ca6ec3c3936d4c940dc3d799f7cd
d95aeacd5759612851825b8c5ffd69dbefacfbd89899886cb224dd143add2e12
0603551d0e041604146a9c7adf2514832419163176cb39106845458750'
