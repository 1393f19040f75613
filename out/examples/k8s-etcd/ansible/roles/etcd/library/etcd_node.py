#!/usr/bin/python
"""Runs bootstrap.sh on a node for the playbooks, with check mode and diff. What it decides, it decides there."""

import os
import re
import shutil
import signal
import sys
import tempfile
import threading

from ansible.module_utils.basic import AnsibleModule

DOCUMENTATION = r"""
module: etcd_node
short_description: Inspect an etcd node, or make it what the cluster's folder says
description:
  - Writes the node's bundle to a directory in memory that root alone can read, runs its C(bootstrap.sh) there, and removes
    the directory.
options:
  verb:
    description: What to do. C(set_up) is for a node whose etcd does not run, C(update), C(renew) and C(restart) for a running
      member, C(join) for a node that becomes one,
      C(replace) for a member that is lost, C(remove) for a member that stays when others leave, C(leave) for a node that has left.
    type: str
    choices: [inspect, set_up, update, renew, join, replace, remove, leave, restart, stop, release]
    required: true
  run:
    description: The run that holds the lock on the node, or is to get it. See the lookup etcd_run.
    type: dict
    default: {}
  bundle:
    description: The files of the bundle, by their paths in it.
    type: dict
    required: true
  keys:
    description: The private keys that the node lacks, by their paths on the node.
    type: dict
    default: {}
  staging:
    description: A directory on the node with files of the etcd release.
    type: path
attributes:
  check_mode:
    support: full
  diff_mode:
    support: full
author: quorate
"""

EXAMPLES = r"""
- name: Inspect the node
  etcd_node:
    verb: inspect
    bundle: "{{ etcd_program }}"
"""

RETURN = r"""
node:
  description: What was found. With C(inspect) and C(release).
  type: dict
  returned: success
changes:
  description: What was done, or would be, line by line.
  type: list
  returned: success
"""

# No step takes longer, in seconds. A restart of etcd is bounded by its unit, and a download by the script.
LONGEST = {
    "inspect": 120,
    "set_up": 3600,
    "update": 3600,
    "renew": 300,
    "join": 7200,
    "replace": 7200,
    "remove": 600,
    "leave": 600,
    "restart": 3600,
    "stop": 600,
    "release": 60,
}

# The lock of the run on the node. While a step goes on, this tells other runs that the run is alive.
LOCK = "/run/etcd-run"
SECONDS_BETWEEN_SIGNS = 60

# A line that says what is done: "etcd-1: write     /etc/default/etcd".
CHANGE = re.compile(r"^\S+: [a-z]+ {2,}\S")


def write(directory, path, text):
    """Writes one file of the bundle for root alone."""
    target = os.path.join(directory, path)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    with open(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    """The text of a file, or nothing."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""


def differences(bundle, changes):
    """How the files of the bundle differ from those on the node, then everything else that changes."""
    for path in sorted(bundle):
        target = path[len("rootfs"):]
        if path.startswith("rootfs/") and read(target) != bundle[path]:
            yield {"before_header": target, "after_header": target, "before": read(target), "after": bundle[path]}
    if changes:
        yield {"prepared": "\n".join(changes) + "\n"}


def show_signs(ended):
    """Shows in the lock, until the step has ended, that its run goes on."""
    while not ended.wait(SECONDS_BETWEEN_SIGNS):
        try:
            os.utime(LOCK)
        except OSError:
            pass


def main():
    module = AnsibleModule(
        argument_spec={
            "verb": {"type": "str", "required": True, "choices": list(LONGEST)},
            "run": {"type": "dict", "default": {}},
            "bundle": {"type": "dict", "required": True},
            "keys": {"type": "dict", "default": {}, "no_log": True},
            "staging": {"type": "path"},
        },
        supports_check_mode=True,
        # The node's journal needs no copy of the bundle.
        no_log=True,
    )
    verb, bundle = module.params["verb"], module.params["bundle"]
    flags = [] if verb == "set_up" else ["--" + verb]
    run = {"RUN" if name == "run" else "RUN_" + name.upper(): text for name, text in module.params["run"].items()}
    checks = module.check_mode and verb != "inspect"
    # However this ends, the directory with the keys is removed.
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: sys.exit(1))
    ended = threading.Event()
    directory = tempfile.mkdtemp(prefix="quorate.", dir="/run")
    try:
        for path, text in bundle.items():
            write(directory, path, text)
        for path, text in module.params["keys"].items():
            write(directory, "rootfs" + path, text)
        if module.params["staging"]:
            os.symlink(module.params["staging"], os.path.join(directory, "staging"))
        before = list(differences(bundle, [])) if module._diff else []
        limit = ["timeout", "--kill-after=10", str(LONGEST[verb])] if shutil.which("timeout") else []
        command = limit + ["sh", os.path.join(directory, "bootstrap.sh")] + flags + (["--check"] if checks else [])
        if run:
            threading.Thread(target=show_signs, args=[ended], daemon=True).start()
        code, output, problems = module.run_command(command, environ_update=run)
    finally:
        ended.set()
        shutil.rmtree(directory, ignore_errors=True)
    changes = [line for line in output.splitlines() if CHANGE.match(line)]
    if code == 124:
        problems = "bootstrap.sh " + " ".join(flags) + " did not end within " + str(LONGEST[verb]) + " seconds. " + problems
    if code != 0 and not (checks and code == 2):
        module.fail_json(msg=problems.strip() or output.strip(), changes=changes, changed=bool(changes))
    if verb in ("inspect", "release"):
        module.exit_json(changed=False, node=module.from_json(output))
    written = [each for each in before if any(line.endswith(" " + each["after_header"]) for line in changes)]
    diff = {"diff": written + list(differences({}, changes))} if module._diff else {}
    module.exit_json(changed=bool(changes), changes=changes, **diff)


if __name__ == "__main__":
    main()
