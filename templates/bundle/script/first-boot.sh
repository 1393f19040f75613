
# --- A first boot: nobody types --check, and room in user-data is scarce ------------------------------------------------

# What is against the node, in short. The cluster's nodes/bootstrap.sh has the whole texts, and tells more cases apart.
line_of() {
  echo "$* (see docs/verdicts.md of quorate)"
}

read_own_member() {
  :
}

judge_member() {
  :
}

current() {
  :
}

own_id() {
  echo ID
}

known_peer_urls() {
  configured_peer_url
}

place() {
  install -m 0644 "$here/joining$1" "$1"
}

say_result() {
  if waits; then echo "$NODE: etcd waits for its private keys"; else echo "$NODE: done"; fi
}

read_arguments() {
  :
}

set_up() {
  judge
  refuse_on_verdicts
  apply
  start_etcd
  say_result
}
