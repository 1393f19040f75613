# icc-etcd-1, a member of icc-etcd: what bootstrap.sh has to know of this node. quorate wrote this.
KIND=member
NODE=icc-etcd-1
CLUSTER=icc-etcd
TOKEN=etcd-cluster-0
TABLE_DIGEST=10cab5c2d9bd0c613fe83967f2a1e7692bf532aef4eb2278ea8a7646425593e5
ADDRESS=141.22.30.32
PORTS='2379 2380 2381'
PEER_URL=https://141.22.30.32:2380
# The IDs of the cluster and of this member, if the members of the spec form the cluster.
CLUSTER_ID=14649370493110487571
MEMBER_ID=17388523209985099024
# Client URLs of the other members, and of this one.
OTHERS=https://141.22.30.33:2379,https://141.22.30.34:2379,https://141.22.30.35:2379,https://141.22.30.36:2379
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
EARLIER_HEADING=', a member of icc-etcd. Written by quorate'
TOKEN_FILES='/etc/default/etcd /etc/systemd/system/etcd.service /etc/etcd/etcd.conf.yml'
TOKEN_LINES='cluster=icc-etcd token=etcd-cluster-0
ETCD_INITIAL_CLUSTER_TOKEN="etcd-cluster-0"
  --initial-cluster-token=etcd-cluster-0 \
initial-cluster-token: etcd-cluster-0'
# The files that let a start join a running cluster; the last one is the unit's drop-in.
JOINING_FILES='/run/etcd-joining.env /run/systemd/system/etcd.service.d/joining.conf'
JOINING_DROP_IN=/run/systemd/system/etcd.service.d/joining.conf
ETCDCTL=/usr/bin/etcdctl
ETCDCTL_FILE=/etc/etcd/etcdctl.env
# The keys without which etcd cannot start.
MEMBER_KEYS=/etc/etcd/kubernetes-key.pem
# How etcdctl is known to the members: as this member, and as root.
CLIENT_CA=/etc/etcd/ca.pem
SERVER_CERT=/etc/etcd/kubernetes.pem
SERVER_KEY=/etc/etcd/kubernetes-key.pem
ROOT_CERT=/etc/etcd/root.pem
ROOT_KEY=/etc/etcd/root-key.pem
VERSION=3.5.16
PACKAGES='etcd-server etcd-client'
