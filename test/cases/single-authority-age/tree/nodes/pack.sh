#!/bin/sh
# Prints what sets up one node of single-authority-age, its private keys included, as a tar for ssh to carry.
#
#   sh nodes/pack.sh NODE | ssh …              README.md has the whole line for each node
#   sh nodes/pack.sh --without-keys NODE       etcd there then waits for the keys
#
# Keys come from secrets/. age decrypts them with the identity file that the variable AGE_IDENTITY_FILE names. They are in
# clear text only in a directory that nobody else can read and that is removed at the end.
# Nothing is printed before everything is there. The key of a CA is never part of it.

set -eu
umask 077

fail() {
  echo "pack.sh: $1 Nothing was packed." >&2
  exit 1
}

with_keys=yes
if [ "${1-}" = --without-keys ]; then
  with_keys=no
  shift
fi
case $#${1-} in
  1[!-]*) ;;
  *)
    echo 'usage: sh nodes/pack.sh [--without-keys] NODE' >&2
    exit 1
    ;;
esac
node=$1
case $node in
  etcd-1) ;;
  *) fail "$node is not a node of single-authority-age. Its nodes: etcd-1." ;;
esac
if [ -t 1 ]; then
  fail 'This prints a tar, which would go to the terminal. Pipe it into ssh: README.md has the whole line.'
fi

folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# In memory, where there is such a directory.
for parent in "${XDG_RUNTIME_DIR:-/dev/shm}" /dev/shm "${TMPDIR:-/tmp}"; do
  if work=$(mktemp -d "$parent/quorate.XXXXXX" 2>/dev/null); then break; fi
done
[ -n "$work" ] || fail "Cannot make a directory in $parent. Name one that you can write to: export TMPDIR=DIRECTORY."
bundle=$work/bundle
mkdir "$bundle"

digest_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# One file of the bundle: from a folder of nodes/, by its path there.
take_from() {
  [ -f "$folder/$1/$2" ] || fail "$1/$2 is missing. Run quorate generate, which writes it again."
  mkdir -p "$(dirname "$bundle/$2")"
  cp "$folder/$1/$2" "$bundle/$2"
}

take() {
  take_from "nodes/$node" "$1"
}

take_from nodes bootstrap.sh
take settings.sh
take files.txt
take joining/run/etcd-joining.env
take joining/run/systemd/system/etcd.service.d/joining.conf
while read -r kind _ _ _ _ path; do
  case $kind in
    file | ca | certificate) take "rootfs$path" ;;
  esac
done <"$bundle/files.txt"

# The keys of the node: the path of each under secrets/, and on the node.
keys() {
  awk -v node="$node" '$1 == node { print $2, $3 }' <<'END'
etcd-1 nodes/etcd-1/server.key /etc/etcd/pki/member-etcd-1.key
etcd-1 nodes/etcd-1/peer.key /etc/etcd/pki/etcd-1.peer.key
etcd-1 clients/root.key /etc/etcd/pki/admin-etcd-1.key
END
}

pack_keys() {
  command -v age >/dev/null || fail 'The keys are encrypted with age, and age is not installed here. Install it, or leave the keys out (--without-keys).'
  [ -n "${AGE_IDENTITY_FILE-}" ] || fail 'The keys are encrypted with age. Name your identity file: export AGE_IDENTITY_FILE=FILE.'
  set --
  while read -r secret path; do
    source=$folder/secrets/$secret
    target=$bundle/rootfs$path
    [ -e "$source" ] || [ ! -x "$(dirname "$source")" ] || fail "secrets/$secret is missing. Put it back from where you keep it, or leave the keys out (--without-keys)."
    if [ ! -f "$source" ] || [ ! -r "$source" ]; then
      fail "secrets/$secret cannot be read by $(id -un). Run this as the user whose files these are."
    fi
    mkdir -p "$(dirname "$target")"
    age --decrypt --identity "$AGE_IDENTITY_FILE" "$source" >"$target" || fail "secrets/$secret cannot be decrypted: see above. Name the identity file of a recipient: export AGE_IDENTITY_FILE=FILE."
  done <<END
$(keys)
END
  while read -r secret path; do
    wanted=$(awk -v path="$path" '$1 == "key" && $6 == path { print $5 }' "$bundle/files.txt")
    [ "$(digest_of "$bundle/rootfs$path")" = "$wanted" ] ||
      fail "secrets/$secret is not the key of the certificate in nodes/$node. Run quorate generate, and look at what it says."
    chmod 0600 "$bundle/rootfs$path"
  done <<END
$(keys)
END
}

if [ "$with_keys" = yes ]; then pack_keys; fi

# macOS would add files of its own.
export COPYFILE_DISABLE=1
tar -chf - -C "$bundle" .
