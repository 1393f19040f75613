# Compares a machine with the manifest in the environment, and changes nothing.

# How dpkg has a package: what is wanted of it, how it is, and the version without what Debian adds to it.
installed() {
  dpkg-query --show --showformat '${db:Status-Want} ${db:Status-Status} ${Version}' "$1" 2>/dev/null |
    sed -E 's/ [0-9]+:([^ ]*)$/ \1/; s/[+-][^ ]*$//'
}

# What lies on the machine otherwise than the manifest has it: per line the kind, mode, owner, group, the digest or the
# target, and the path.
differing() {
  printf '%s\n' "$MANIFEST" | while read -r kind mode owner group content path; do
    case $kind in
      parent) [ -d "$path" ] ;;
      directory) [ -d "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] ;;
      file)
        [ -f "$path" ] && [ ! -L "$path" ] && [ "$(stat -c '%a %U %G' "$path")" = "$mode $owner $group" ] &&
          [ "$(sha256sum <"$path")" = "$content  -" ]
        ;;
      program) [ -x "$path" ] && [ "$(readlink "$path")" = "$content" ] ;;
      release) [ -d "$path" ] ;;
      package) [ "$(installed "$path")" = "hold installed $content" ] ;;
      leftover) ! grep -qF 'Written by quorate' "$path" 2>/dev/null ;;
      account) [ "$(id -gn "$owner" 2>/dev/null)" = "$group" ] ;;
      owner) id "$owner" >/dev/null 2>&1 && getent group "$group" >/dev/null ;;
    esac || case $kind in
      package | owner) printf '"%s %s"\n' "$kind" "$path" ;;
      *) printf '"%s"\n' "$path" ;;
    esac
  done | paste -sd ,
}
