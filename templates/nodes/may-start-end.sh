
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
