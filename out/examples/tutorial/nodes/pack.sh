#!/bin/sh
# Prints what sets up one node of tutorial, as a tar for ssh to carry. Written by quorate.
#
#   sh nodes/pack.sh NODE | ssh …              README.md has the whole line for each node
#
# Nothing is printed before all is there.

set -eu
umask 077

fail() {
  echo "pack.sh: $1 Nothing was packed." >&2
  exit 1
}

case $#${1-} in
  1[!-]*) ;;
  *)
    echo 'usage: sh nodes/pack.sh NODE' >&2
    exit 1
    ;;
esac
node=$1
case $node in
  controller) ;;
  *) fail "$node is no node of tutorial, which has controller." ;;
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
etcd-v3.6.14-linux-amd64.tar.gz ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5
etcd-v3.6.14-linux-arm64.tar.gz fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e
END
# Of archives, one for each kind of machine, those are enough that the nodes need.
[ -d "$bundle/staging" ] || fail "$staging has none of$missing. Put there what the node needs."

# macOS would add files of its own.
export COPYFILE_DISABLE=1
tar -chf - -C "$bundle" .
