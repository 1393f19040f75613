#!/bin/sh
# Whether etcd may start as a.example.net, a member of everything-set; etcd-everything.service asks this. quorate wrote this file.
# quorate-cluster: everything-set
#
# A member without data forms the cluster together with the others, or joins it. If the others already run a
# cluster that does not expect this member, it would form a second cluster. Then etcd does not start.

WAL_DIRECTORY=/srv/etcd/data/member/wal
JOINING_DROP_IN=/run/systemd/system/etcd-everything.service.d/joining.conf
PEER_URL=https://a.peers.example.net:12380
CLUSTER_ID=9840573443312376639
MEMBER_ID=8940531129272362261
OTHERS=https://b.clients.example.net:12379
ETCDCTL=/srv/bin/etcdctl
CLIENT_CA=/srv/pki/client-ca.crt
SERVER_CERT=/srv/pki/server.crt
SERVER_KEY=/srv/pki/server.key

# --- How the other members know this one

# bootstrap.sh touches this file when it has asked and nobody answered, so that etcd-everything.service does not ask again at once.
ASKED_FILE=/run/etcd-everything-asked

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

for path in "$WAL_DIRECTORY"/*.wal "$JOINING_DROP_IN"; do
  if [ -e "$path" ]; then exit 0; fi
done
if [ -n "$(find "$ASKED_FILE" -newermt '-10 seconds' ! -newermt now 2>/dev/null)" ]; then exit 0; fi
can_ask_others || exit 0
members=$(ask_others) || exit 0
if [ "$(printf '%s\n' "$members" | standing)" = founder ]; then exit 0; fi
echo 'The cluster runs already, and this member has no data: either it has lost it, or the cluster was formed without it.' >&2
echo 'etcd stays down. See "Add a member" and "Replace a lost member" in the README.md of the cluster.' >&2
exit 1
