
# --- What is done ------------------------------------------------------------------------------------------------------

make_account() {
  tell_account
  getent group "$GROUP" >/dev/null || groupadd --system "$GROUP"
  if id "$ACCOUNT" >/dev/null 2>&1; then
    usermod --gid "$GROUP" "$ACCOUNT"
  else
    useradd --system --gid "$GROUP" --home-dir "$DATA_DIRECTORY" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
  fi
}

tell_account() {
  if id "$ACCOUNT" >/dev/null 2>&1; then
    tell change "account $ACCOUNT: its group is to be $GROUP"
  else
    tell make "account $ACCOUNT"
  fi
}

make_directories() {
  printf '%s\n' "$differing" | lines_of 'directory|parent' | while read -r kind mode owner group _ path; do
    tell make "$path"
    if [ "$kind" = parent ]; then mkdir -p "$path"; else install -d -m "$mode" -o "$owner" -g "$group" "$path"; fi
  done
}

link_programs() {
  printf '%s\n' "$differing" | lines_of program | while read -r _ _ _ _ target path; do
    tell link "$path"
    ln -sfn "$target" "$path.new"
    mv -fT "$path.new" "$path"
  done
}

write_files() {
  printf '%s\n' "$differing" | lines_of 'file|ca' | while read -r _ mode owner group _ path; do
    tell write "$path"
    install -T -m "$mode" -o "$owner" -g "$group" "$here/rootfs$path" "$path.new"
    mv -fT "$path.new" "$path"
  done
}

# Certificates and keys are written next to their paths and moved together: etcd reads both at every handshake.
write_credentials() {
  credentials=$(printf '%s\n' "$differing" | lines_of 'certificate|key')
  for directory in $(printf '%s\n' "$credentials" | sed -n 's|^.* \(/.*\)/[^/]*$|\1|p' | sort -u); do
    rm -rf "$directory/.incoming"
    mkdir -m 0700 "$directory/.incoming"
    printf '%s\n' "$credentials" | while read -r kind mode owner group _ path; do
      [ "${path%/*}" = "$directory" ] || continue
      if [ -e "$here/rootfs$path" ]; then
        tell write "$path"
        install -T -m "$mode" -o "$owner" -g "$group" "$here/rootfs$path" "$directory/.incoming/${path##*/}"
      elif [ -e "$path" ]; then
        tell change "owner and mode of $path"
        chown "$owner:$group" "$path"
        chmod "$mode" "$path"
      fi
    done
    find "$directory/.incoming" -type f -exec mv -f -t "$directory" -- {} +
    rmdir "$directory/.incoming"
  done
}

remove_leftovers() {
  printf '%s\n' "$differing" | lines_of leftover | while read -r _ _ _ _ _ path; do
    tell remove "$path"
    rm -f "$path"
  done
}

# What an interrupted run left.
remove_remains() {
  printf '%s\n' "$TABLE" | while read -r kind _ _ _ _ path; do
    case $kind in
      file | ca | program) rm -f "$path.new" ;;
      certificate | key) rm -rf "${path%/*}/.incoming" ;;
    esac
  done
}

# A link or a directory in the place of a file, for example, is not overwritten.
check_all_written() {
  rest=$(differing | while read -r kind _ _ _ _ path; do
    if [ "$kind" != key ] || [ -e "$path" ]; then echo "$path"; fi
  done | paste -sd ' ')
  [ -z "$rest" ] || fail "These are still not as they should be: $rest. Another program changes them, or their file system does not keep owners and modes."
}

# Everything but the start of etcd.
apply() {
  if has 'release|package' "$differing"; then prepare_installation; else forget_installation; fi
  changing=yes
  remove_remains
  if has account "$differing"; then make_account; fi
  if has 'release|package' "$differing"; then
    install_etcd
    differing=$(differing)
  fi
  make_directories
  link_programs
  write_files
  remove_leftovers
  # Once the last key is there, etcd may start at any moment.
  systemctl daemon-reload
  write_credentials
  check_all_written
}

# --- Keys that are not here yet ----------------------------------------------------------------------------------------

# Of these paths of keys, those that are neither on the machine nor in the bundle.
missing_among() {
  for path in "$@"; do
    [ -e "$path" ] || [ -e "$here/rootfs$path" ] || echo "$path"
  done
}

# Whether etcd waits for a key.
waits() {
  # shellcheck disable=SC2086 # several paths
  [ -n "$(missing_among $MEMBER_KEYS)" ]
}
