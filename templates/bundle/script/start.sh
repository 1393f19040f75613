
# --- How etcd is started -----------------------------------------------------------------------------------------------

# A member without data forms the cluster with the others, or joins it when it runs already. While a key is missing,
# nobody can be asked; may-start.sh asks when etcd.service starts.
decide_how_to_start() {
  joins=no
  if [ "$state" = active ] || [ "$initialised" = yes ] || waits; then return; fi
  # Before the certificates were written, there was nothing to ask with.
  if [ -z "$stands" ]; then
    read_member_list
    if [ -n "$member_list" ]; then
      stands=$(printf '%s\n' "$member_list" | standing)
    elif can_ask_others; then
      : >"$ASKED_FILE"
    fi
    verdicts=
    judge_without_data
    if [ -n "$verdicts" ]; then
      systemctl disable --quiet "$UNIT"
      fail "$verdicts etcd is not started, and not at the next boot."
    fi
  fi
  case $stands in
    founder | unstarted) joins=yes ;;
  esac
}

forget_to_join() {
  for path in $JOINING_FILES; do
    if [ -e "$path" ]; then
      rm -f "$path"
      reload=yes
    fi
  done
}

start_etcd() {
  decide_how_to_start
  reload=no
  [ "$initialised" = no ] || forget_to_join
  [ "$reload" = no ] || systemctl daemon-reload
  enable_etcd
  if [ "$state" = active ]; then return; fi
  if [ "$joins" = yes ]; then
    tell join "the cluster, which runs already"
    for path in $JOINING_FILES; do
      mkdir -p "${path%/*}"
      place "$path"
    done
    systemctl daemon-reload
    systemctl restart "$UNIT" || fail "etcd did not start: journalctl -u $UNIT says why."
    forget_to_join
    systemctl daemon-reload
  elif [ "$state" = activating ] && ! current; then
    tell restart "$UNIT"
    systemctl restart --no-block "$UNIT"
  elif [ "$state" != activating ]; then
    # While a key is missing, this has the other unit wait for it.
    waits || tell start "$UNIT"
    systemctl start --no-block "$UNIT"
  fi
}

enable_etcd() {
  if ! systemctl is-enabled --quiet "$UNIT"; then
    tell enable "$UNIT"
    systemctl enable --quiet "$UNIT"
  fi
}
