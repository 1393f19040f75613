"""Names this run of a playbook, and tells whether another one still runs."""

import getpass
import multiprocessing
import os
import socket
import subprocess
import time

from ansible.plugins.lookup import LookupBase

DOCUMENTATION = r"""
name: etcd_run
short_description: Name this run, or tell whether another run may still go on
description:
  - Without a term, returns what the lock on the nodes says of this run.
  - With the lock of another run, returns whether that run may still go on. Only on its own control node can this be known.
options:
  _terms:
    description: The lock of another run.
author: quorate
"""

EXAMPLES = r"""
- ansible.builtin.set_fact:
    etcd_run: "{{ lookup('etcd_run') }}"
"""

RETURN = r"""
_raw:
  description: A dictionary, or whether the run of the lock may go on.
  type: list
"""


def started(process):
    """When a process of this machine started; nothing if there is none, or None if nobody can tell."""
    try:
        command = ["ps", "-o", "lstart=", "-p", process]
        return subprocess.run(command, stdout=subprocess.PIPE, check=False, timeout=10).stdout.decode().strip()
    except (OSError, subprocess.SubprocessError):
        return None


def control_node():
    """Where process IDs mean the same: this boot of this machine, or one container on it. Containers may share a name."""
    parts = [socket.gethostname()]
    try:
        with open("/proc/sys/kernel/random/boot_id", encoding="ascii") as file:
            parts.append(file.read().strip())
        parts.append(os.readlink("/proc/self/ns/pid"))
    except OSError:  # Not Linux, and so no container.
        pass
    return " ".join(parts)


def this_run():
    """The run that this process belongs to. Ansible runs each task in a process below its own."""
    is_main = multiprocessing.current_process().name == "MainProcess"
    process = str(os.getpid() if is_main else os.getppid())
    return {
        "run": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()) + "-" + process + "-" + os.urandom(3).hex(),
        "by": getpass.getuser() + " on " + socket.gethostname(),
        "control": control_node(),
        "process": process + " " + (started(process) or ""),
    }


def may_go_on(lock):
    """Whether the run that wrote a lock may still go on."""
    process, _, start = lock["process"].partition(" ")
    if lock["control"] != control_node() or not process.isdigit() or not start:
        return True
    now = started(process)
    return now is None or now == start


class LookupModule(LookupBase):
    """See DOCUMENTATION."""

    def run(self, terms, variables=None, **kwargs):
        return [may_go_on(terms[0]) if terms else this_run()]
