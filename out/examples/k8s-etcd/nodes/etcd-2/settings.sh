# etcd-2, a member of k8s-etcd: what bootstrap.sh has to know of this node. quorate wrote this.
KIND=member
NODE=etcd-2
CLUSTER=k8s-etcd
TOKEN=k8s-etcd
TABLE_DIGEST=500fa8e057ea2da005279dee8460f75287baaf9191587cdec2dfa70bcd218e48
ADDRESS=10.240.0.11
PORTS='2379 2380 2381'
PEER_URL=https://10.240.0.11:2380
# The IDs of the cluster and of this member, if the members of the spec form the cluster.
CLUSTER_ID=8732968852211404000
MEMBER_ID=5884096164623871436
# Client URLs of the other members, and of this one.
OTHERS=https://10.240.0.10:2379,https://10.240.0.12:2379
OWN_ENDPOINT=https://127.0.0.1:2379
ACCOUNT=etcd
GROUP=etcd
UNIT=etcd.service
UNIT_FILE=/etc/systemd/system/etcd.service
KEYS_UNIT=etcd-keys.service
DATA_DIRECTORY=/var/lib/etcd
WAL_DIRECTORY=/var/lib/etcd/member/wal
JOINED_FILE=/etc/etcd/joined
STARTED_FILE=/run/etcd/started.sha256
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
ETCDCTL_FILE=/etc/etcd/etcdctl.env
# The keys without which etcd cannot start.
MEMBER_KEYS='/etc/etcd/pki/server.key /etc/etcd/pki/peer.key'
# How etcdctl is known to the members: as this member, and as root.
CLIENT_CA=/etc/etcd/pki/client-ca.crt
SERVER_CERT=/etc/etcd/pki/server.crt
SERVER_KEY=/etc/etcd/pki/server.key
ROOT_CERT=/etc/etcd/pki/root.crt
ROOT_KEY=/etc/etcd/pki/root.key
VERSION=3.6.14
RELEASE_DIRECTORY=/opt/etcd/v3.6.14

# The release for an architecture: its top folder, its file, and its digest.
archive_for() {
  case $1 in
    x86_64) echo etcd-v3.6.14-linux-amd64 https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-amd64.tar.gz sha256:ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5 ;;
    aarch64) echo etcd-v3.6.14-linux-arm64 https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-arm64.tar.gz sha256:fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e ;;
    ppc64le) echo etcd-v3.6.14-linux-ppc64le https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-ppc64le.tar.gz sha256:https://github.com/etcd-io/etcd/releases/download/v3.6.14/SHA256SUMS ;;
    s390x) echo etcd-v3.6.14-linux-s390x https://github.com/etcd-io/etcd/releases/download/v3.6.14/etcd-v3.6.14-linux-s390x.tar.gz sha256:https://github.com/etcd-io/etcd/releases/download/v3.6.14/SHA256SUMS ;;
  esac
}
