
# --- The lock of a run: site.yml holds it on every node while it changes the cluster ------------------------------------

LOCK_FILE=/run/etcd-run
# The lock of a node expires so many seconds after the last step of the run there. A long step renews it every minute.
LOCK_SECONDS=900

lock_says() {
  sed -n "s/^$1=//p" "$LOCK_FILE" 2>/dev/null
}

# Seconds since the last sign of the run. A sign in the future is of before the clock was corrected.
lock_age() {
  seen=$(stat -c %Y "$LOCK_FILE" 2>/dev/null) || seen=0
  age=$(($(date +%s) - seen))
  if [ "$age" -lt -120 ]; then age=$((LOCK_SECONDS + 1)); fi
  echo "$age"
}

# Takes the lock for the run of site.yml that calls, or renews it. A person's call takes no lock, and stops at another's.
judge_lock() {
  if [ "$check" = yes ] || { [ -z "${RUN-}" ] && [ "$verb" = inspect ]; }; then return; fi
  if [ -n "${RUN-}" ] && take_lock; then return; fi
  if [ -z "${RUN-}" ] && [ "$(lock_age)" -gt "$LOCK_SECONDS" ]; then return; fi
  verdict locked "$(lock_says by)" "$(lock_says since)" "$(lock_age)" "$(lock_says run)"
}

take_lock() {
  [ "$(lock_says run)" = "$RUN" ] || write_lock || return 1
  touch "$LOCK_FILE"
}

# A link is made only where there is none, so one of two runs gets it.
write_lock() {
  printf '%s\n' "run=$RUN" "by=$RUN_BY" "control=$RUN_CONTROL" "process=$RUN_PROCESS" "since=$(date -u +%FT%TZ)" >"$LOCK_FILE.$$"
  if [ -e "$LOCK_FILE" ] && { [ "$(lock_age)" -gt "$LOCK_SECONDS" ] || [ "$(lock_says run)" = "${TAKE_OVER-}" ]; }; then
    mv -f "$LOCK_FILE.$$" "$LOCK_FILE"
  else
    ln "$LOCK_FILE.$$" "$LOCK_FILE" 2>/dev/null || true
  fi
  rm -f "$LOCK_FILE.$$"
  [ "$(lock_says run)" = "$RUN" ]
}

release() {
  if [ "$(lock_says run)" = "${RUN-}" ]; then rm -f "$LOCK_FILE"; fi
}

lock_as_json() {
  printf '{"run": %s, "control": %s, "process": %s}' "$(json "$(lock_says run)")" "$(json "$(lock_says control)")" "$(json "$(lock_says process)")"
}
