# c.example.net leaves everything-set: what bootstrap.sh has to know of this machine. quorate wrote this.
KIND=absent
NODE=c.example.net
CLUSTER=everything-set
TABLE_DIGEST=e53a1af96599c157ebf6804d4870deaee8aef3f4c0d386363588e1bd8737d197
PEER_URL=https://c.peers.example.net:12380
MEMBER_NAME='C 1'
UNIT=etcd-everything.service
KEYS_UNIT=etcd-everything-keys.service
DATA_DIRECTORY=/srv/etcd/data
WAL_DIRECTORY=/srv/etcd/data/member/wal
DELETES_DATA=yes
JOINED_FILE=/srv/etcd/configuration/joined
# What says that a file is of quorate, and of this cluster.
MARKER='# quorate-cluster: '
EARLIER_MARKER='Written by quorate'
EARLIER_HEADING=', a member of everything-set. Written by quorate'
TOKEN_FILES='/srv/environment/etcd.env /etc/systemd/system/etcd-everything.service /srv/etcd/configuration/etcd.conf.yml'
TOKEN_LINES='cluster=everything-set token=Everything: 100% #2026'\''s
ETCD_INITIAL_CLUSTER_TOKEN="Everything: 100% #2026'\''s"
  "--initial-cluster-token=Everything: 100%% #2026'\''s" \
initial-cluster-token: '\''Everything: 100% #2026'\'''\''s'\'''
