
# --- Names: whether this machine finds the members at the names in their URLs ------------------------------------------

# Each name, and its addresses as etcd looks them up: in /etc/hosts, then by DNS.
found_addresses() {
  for name in $(printf '%s\n' "$NAMES" | cut -d ' ' -f 1); do
    echo "$name $(getent -s 'files dns' ahosts "$name" | cut -d ' ' -f 1 | sort -u | paste -sd ,)" &
  done
  wait
}

# Of what was found, on standard input, the names that do not lead to their member. An address of another member is wrong, and
# so is one of the own member at which it does not listen. An address that the spec does not have is taken: it may be translated (NAT).
misleading() {
  { printf '%s\n' "$NAMES" && cat; } | awk '
    NF == 4 {
      member[$1] = $2
      right[$1] = $3
      split($4, own, ",")
      for (i in own) owner[own[i]] = $2
      next
    }
    {
      fits = astray = 0
      split($2, found, ",")
      for (i in found) {
        if (index("," right[$1] ",", "," found[i] ",") || (!(found[i] in owner) && found[i] !~ /^(127\.|::1$)/)) fits = 1
        else if (owner[found[i]] != member[$1]) astray = 1
      }
      if (fits && !astray) next
      gsub(/,127\.[0-9.]*/, "", right[$1])
      printf "%s%s: %s (%s is at %s)", separator, $1, $2 == "" ? "nothing" : $2, member[$1], right[$1]
      separator = "; "
    }'
}

unresolved_names() {
  found_addresses | sort | misleading
}

# Whether a look-up finds no fault. Records may be made while the machine boots.
wait_until_none() {
  patience=30
  [ "$verb" != set_up ] || patience=300
  deadline=$(($(date +%s) + patience))
  told=no
  while faults=$("$1") && [ -n "$faults" ]; do
    if [ "$check" = yes ] || [ "$(date +%s)" -ge "$deadline" ] || ! boots; then return 1; fi
    [ "$told" = yes ] || tell wait "for DNS: $faults" >&2
    told=yes
    sleep 1
  done
}
