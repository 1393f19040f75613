#!/bin/sh
# Prints what sets up one node of control-plane, its private keys included, as a tar for ssh to carry. Written by quorate.
#
#   sh nodes/pack.sh NODE | ssh …              README.md has the whole line for each node
#   sh nodes/pack.sh --without-keys NODE       etcd there then waits for the keys
#
# Keys come from secrets/, and are copied to a directory that nobody else may read and that goes when this ends.
# Nothing is printed before all is there. The key of an authority is never among it.

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
  cp-a) ;;
  cp-b) ;;
  cp-c) ;;
  *) fail "$node is no node of control-plane, which has cp-a, cp-b, cp-c." ;;
esac
if [ -t 1 ]; then
  fail 'This prints a tar, and here it would go to the terminal: pipe it into ssh, as README.md has it.'
fi

folder=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
# In memory, where there is such a place.
for place in "${XDG_RUNTIME_DIR-}" /dev/shm "${TMPDIR:-/tmp}"; do
  if [ -n "$place" ] && [ -d "$place" ] && [ -w "$place" ]; then break; fi
done
work=$(mktemp -d "$place/quorate.XXXXXX") || fail "No directory can be made in $place."
bundle=$work/bundle
mkdir "$bundle"

digest_of() {
  if command -v sha256sum >/dev/null; then sha256sum <"$1"; else shasum -a 256 <"$1"; fi | cut -d ' ' -f 1
}

# One file of the bundle.
take() {
  [ -f "$folder/nodes/$node/$1" ] || fail "nodes/$node/$1 is missing. Run quorate generate, which writes it again."
  mkdir -p "$(dirname "$bundle/$1")"
  cp "$folder/nodes/$node/$1" "$bundle/$1"
}

take files.txt
take bootstrap.sh
take joining/run/etcd-joining.env
take joining/run/systemd/system/etcd.service.d/joining.conf
while read -r kind _ _ _ _ path; do
  case $kind in
    file | certificate) take "rootfs$path" ;;
  esac
done <"$bundle/files.txt"

# The keys of the node: where each lies under secrets/, and on the node.
keys() {
  awk -v node="$node" '$1 == node { print $2, $3 }' <<'END'
cp-a nodes/cp-a/server.key /etc/etcd/pki/etcd-server-key.pem
cp-a nodes/cp-a/peer.key /etc/etcd/pki/etcd-peer-key.pem
cp-a clients/root.key /etc/etcd/pki/etcd-client-key.pem
cp-b nodes/cp-b/server.key /etc/etcd/pki/etcd-server-key.pem
cp-b nodes/cp-b/peer.key /etc/etcd/pki/etcd-peer-key.pem
cp-b clients/root.key /etc/etcd/pki/etcd-client-key.pem
cp-c nodes/cp-c/server.key /etc/etcd/pki/etcd-server-key.pem
cp-c nodes/cp-c/peer.key /etc/etcd/pki/etcd-peer-key.pem
cp-c clients/root.key /etc/etcd/pki/etcd-client-key.pem
END
}

pack_keys() {
  set --
  while read -r secret path; do
    source=$folder/secrets/$secret
    place=$bundle/rootfs$path
    [ -e "$source" ] || [ ! -x "$(dirname "$source")" ] || fail "secrets/$secret is missing. Put it back from where you keep it, or leave the keys out (--without-keys)."
    if [ ! -f "$source" ] || [ ! -r "$source" ]; then
      fail "secrets/$secret cannot be read by $(id -un). Run this as the user whose files these are."
    fi
    mkdir -p "$(dirname "$place")"
    cp "$source" "$place" || fail "secrets/$secret cannot be read."
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

# What is staged on this machine goes with the bundle.
staging=/srv/etcd
missing=
while read -r file wanted; do
  if [ ! -f "$staging/$file" ]; then
    missing="$missing $file"
    continue
  fi
  found=$(digest_of "$staging/$file")
  [ "$found" = "$wanted" ] ||
    fail "$staging/$file has the SHA-256 digest $found, but it should be $wanted. Put the right file there, or correct the digest in the spec."
  mkdir -p "$bundle/staging"
  ln -s "$staging/$file" "$bundle/staging/$file"
done <<'END'
etcd-v3.5.33-linux-amd64.tar.gz 5025b5b24d81a9616b6e284ccd439b9a3df055ef8fdcdc142af3ec8f6a3b3c95
etcd-v3.5.33-linux-arm64.tar.gz 0764c5c0acef155f4bfa0487791cc5776adef66315bf16ec0653883bfd463a90
END
# Of archives, one for each kind of machine, those are enough that the nodes need.
[ -d "$bundle/staging" ] || fail "$staging has none of$missing. Put there what the node needs."

# macOS would add files of its own.
export COPYFILE_DISABLE=1
tar -chf - -C "$bundle" .
