
# --- SRV records: whether this machine finds those of the spec, and no others ------------------------------------------

# What DNS has for the names of the records: the name, the target and the port.
found_records() {
  for name in $(printf '%s\n' "$RECORDS" | cut -d ' ' -f 1 | sort -u); do
    host -W 3 -t SRV "$name." | awk -v name="$name" '/ has SRV record / { sub(/[.]$/, "", $NF); print name, tolower($NF), $(NF - 1) }' &
  done
  wait
}

# What is missing, and what is too much.
differing_records() {
  { printf '%s\n' "$RECORDS" && echo - && found_records | sort; } | awk '
    $0 == "-" { finds = 1; next }
    !finds && NF == 3 { wanted[++count] = $0 }
    finds { found[$0] }
    END {
      for (i = 1; i <= count; i++) {
        if (!(wanted[i] in found)) tell("lacks", wanted[i])
        delete found[wanted[i]]
      }
      for (record in found) tell("has", record, ", which is not in the spec")
    }
    function tell(how, record, more) {
      split(record, part, " ")
      printf "%s%s %s %s:%s%s", separator, part[1], how, part[2], part[3], more
      separator = "; "
    }'
}

judge_records() {
  if command -v host >/dev/null; then
    wait_until_none differing_records || verdict records-differ "$faults"
  else
    verdict no-dns-program
  fi
}
