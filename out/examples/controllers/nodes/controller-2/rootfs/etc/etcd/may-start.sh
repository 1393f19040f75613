#!/bin/sh
# Whether etcd may start as controller-2, a member of controllers; etcd.service asks this. Written by quorate.
#
# A member without data forms the cluster together with the others, or is told to join them. Where the others run already
# and were a cluster without it, as it is configured here, it would begin a second one: then it stays down.

for path in /var/lib/etcd/member/wal/*.wal /run/systemd/system/etcd.service.d/joining.conf; do
  if [ -e "$path" ]; then exit 0; fi
done

members=$(
  export ETCDCTL_CACERT=/etc/etcd/ca.pem
  export ETCDCTL_CERT=/etc/etcd/kubernetes.pem
  export ETCDCTL_KEY=/etc/etcd/kubernetes-key.pem
  export ETCDCTL_ENDPOINTS=https://10.240.0.10:2379,https://10.240.0.11:2379
  /usr/local/bin/etcdctl --command-timeout=2s member list --write-out=fields 2>/dev/null
) || exit 0

# As texts: the ids are larger than awk can count.
if printf '%s\n' "$members" | awk -v cluster='id 4502693191618639397' -v own='id 4203990652121993521' '
  $1 == "\"ClusterID\"" { same = ("id " $3 == cluster) }
  $1 == "\"ID\"" { at = "id " $3; if (at == own) known = 1 }
  $1 == "\"ClientURL\"" && at == own { has_run = 1 }
  END { exit !(same && known && !has_run) }'; then
  exit 0
fi
echo 'The cluster runs already, and this member has no data: either it has lost it, or the cluster was formed without it.' >&2
echo 'etcd stays down. See "Add a member" and "A member has lost its data" in the README.md of the cluster.' >&2
exit 1
