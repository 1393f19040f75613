
# --- What people read --------------------------------------------------------------------------------------------------

changing=no
explained=no
partial=

# One thing that is done, or would be.
tell() {
  printf '%s: %-9s %s\n' "$NODE" "$1" "$2"
}

# Ends a run that cannot go on.
fail() {
  explained=yes
  if [ "$changing" = yes ]; then
    echo "$NODE: failed: $1 When that is solved, $again: it continues from here." >&2
  else
    echo "$NODE: failed: $1 Nothing was changed. When that is solved, $again." >&2
  fi
  exit 1
}

# Ends a run when there is a verdict against the node or against the bundle.
refuse_on_verdicts() {
  if [ -n "$verdicts" ]; then
    explained=yes
    echo "$NODE: refused:" >&2
    printf '%s' "$verdicts" | sed "s/^\([a-z-]*\) /$NODE:   - \1: /" >&2
    echo "$NODE: Nothing was changed. When that is solved, $again." >&2
    exit 1
  fi
}

# Runs at every exit: removes temporary files, and says so if the run failed or was interrupted.
ended() {
  status=$?
  clean_up
  if [ "$status" -eq 0 ] || [ "$explained" = yes ]; then exit "$status"; fi
  if [ "$status" -gt 128 ]; then
    echo "$NODE: interrupted. To continue, $again." >&2
  else
    explained=yes
    fail 'see above.'
  fi
  exit "$status"
}
