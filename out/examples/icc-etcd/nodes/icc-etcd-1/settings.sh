# icc-etcd-1, a member of icc-etcd: what bootstrap.sh has to know of this node. quorate wrote this.
KIND=member
NODE=icc-etcd-1
CLUSTER=icc-etcd
TABLE_DIGEST=bc29143f0c47993b520ade8dbcd4624ffea7e07e39b6dcf8b71d5bd8150b5f70
ADDRESSES=141.22.30.32
PORTS='2379 2380 2381'
PEER_URL=https://141.22.30.32:2380
# The IDs of the cluster and of this member, if the members of the spec form the cluster.
CLUSTER_ID=14649370493110487571
MEMBER_ID=17388523209985099024
# Client URLs of the other members.
OTHERS=https://141.22.30.33:2379,https://141.22.30.34:2379,https://141.22.30.35:2379,https://141.22.30.36:2379
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
# The keys without which etcd cannot start.
MEMBER_KEYS=/etc/etcd/kubernetes-key.pem
# How etcdctl is known to the other members.
CLIENT_CA=/etc/etcd/ca.pem
SERVER_CERT=/etc/etcd/kubernetes.pem
SERVER_KEY=/etc/etcd/kubernetes-key.pem
VERSION=3.5.16
PACKAGES='etcd-server etcd-client'

# What only people and playbooks need: user-data has the settings above alone.
TOKEN=etcd-cluster-0
# In the joining files, this stands for the members that the cluster has.
OTHER_MEMBERS=THE-OTHER-MEMBERS
CLIENT_URL=https://141.22.30.32:2379
# How etcdctl is known to the own member, as root.
OWN_ENDPOINT=https://127.0.0.1:2379
ETCDCTL_FILE=/etc/etcd/etcdctl.env
ROOT_CERT=/etc/etcd/root.pem
ROOT_KEY=/etc/etcd/root-key.pem
# What the running etcd was started from, and the lines in it that a running member does not read again.
STARTED_FILE=/run/etcd-started
READ_AT_START_ONLY='^[[:space:]]*(#|$)|^ExecCondition=|initial[-_]cluster'
# The CAs of this folder: their fingerprints, and what a certificate of theirs has in its DER, in hexadecimal digits.
CA_FINGERPRINTS=8D:EA:DC:90:7B:30:48:4B:2A:D4:83:FC:8C:48:E9:BC:5A:8B:7E:D3:72:D4:9C:B7:AF:6B:A0:DC:19:D7:CB:3A
CA_MARKS='8deadc907b30484b2ad483fc8c48e9bc5a8b7ed372d49cb7af6ba0dc19d7cb3a
0603551d0e0416041463263314e49cf148246b06aea3f90167351e485b'
