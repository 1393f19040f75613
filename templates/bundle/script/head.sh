#!/bin/sh
# Sets up this machine, as root, as the etcd member that settings.sh describes. settings.sh and files.txt are next to
# this script, and the node's files are under rootfs/.
#
#   sh bootstrap.sh --check    prints what it would change, and changes nothing
#   sh bootstrap.sh            does it
#
# Run it again at any time, also after an interruption: it changes only what differs. It sees this machine alone, so it
# never restarts a member that serves. Where private keys are missing, etcd waits for them.
#
# Exit code: 0 when all is as it should be, 1 when it refused or failed (it says why), and with --check 2 when there is
# something to do.
#
# The playbooks use these too:
#
#   sh bootstrap.sh --inspect            prints the facts of the node and the verdicts on it, as JSON
#   sh bootstrap.sh --update [--check]   writes what differs under a running member, and restarts it if it has to
#   sh bootstrap.sh --renew [--check]    replaces the certificates and keys of a running member, without a restart
#   sh bootstrap.sh --join [--check]     makes this node a member of the cluster, which runs already: first a learner, then a voter
#   sh bootstrap.sh --replace [--check]  puts a new member without data in the place of this one, which is lost
#   sh bootstrap.sh --remove [--check]   removes the members of absent nodes; this one stays
#   sh bootstrap.sh --leave [--check]    stops and disables etcd on an absent node, and moves its data aside
#   sh bootstrap.sh --restart [--check]  restarts a running member, and waits until it has caught up
#   sh bootstrap.sh --stop [--check]     stops the member
#   sh bootstrap.sh --release            ends the lock of the run

# shellcheck disable=SC2153 # settings.sh sets the names in capitals
set -eu
umask 022
PATH=$PATH:/usr/sbin:/sbin
export LC_ALL=C
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
[ -r "$here/settings.sh" ] || { echo "$here/settings.sh is missing." >&2 && exit 1; }
# shellcheck source=/dev/null
. "$here/settings.sh"
