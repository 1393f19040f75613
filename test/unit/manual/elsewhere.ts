/** Commands of the manual that a test in a folder cannot run, where they are run instead, and why. */
export type Elsewhere = {
  readonly because: string
  /** A scenario of the lab, or `.ci/run`. */
  readonly where: string
  /** Each command, and what shows in the code of `where`, and in the steps that it imports, that this is done. */
  readonly commands: Readonly<Record<string, string>>
}

export const elsewhere: readonly Elsewhere[] = [
  {
    because: 'installs from a package registry',
    where: '.ci/run',
    commands: {
      'npm ci && npx quorate generate examples/three-node.yaml': 'step npm ci',
      'npm ci && npm test': 'step npm test',
    },
  },
  {
    because: 'needs hosts, for Ansible',
    where: 'three-node',
    commands: {
      'ansible-playbook site.yml --check --diff':
        'changesNothing(context, cluster, { ...options, check: true })',
      'ansible-playbook site.yml': "cluster.playbook('site.yml', options)",
      'ansible-playbook verify.yml': "cluster.playbook('verify.yml', options)",
      'set -a; . /etc/etcd/etcdctl.env; set +a': 'set -a; . /etc/etcd/etcdctl.env',
      'etcdctl member list --write-out=table': "'member', 'list', '--write-out",
    },
  },
  {
    because: 'needs hosts, for Ansible',
    where: 'control',
    commands: {
      'ansible-playbook restart.yml --check': "operator.here('Restart all members', 0)",
      'ansible-playbook restart.yml': "operator.here('Restart all members', 0)",
      'ansible-playbook stop.yml -e etcd_confirm=prod-etcd': "operator.here('Stop the whole cluster', 0)",
    },
  },
  {
    because: 'needs two clusters: the scenario types the block as docs/shared-machines.md has it',
    where: 'clusters',
    commands: {
      'systemctl disable --now etcd-events': 'removal.text',
      'rm -rf /etc/systemd/system/etcd-events.service /etc/systemd/system/etcd-events-keys.service':
        'removal.text',
      'rm -rf /etc/default/etcd-events /etc/etcd-events /opt/etcd-events /var/lib/etcd-events':
        'removal.text',
      'userdel etcd-events': 'removal.text',
      'systemctl daemon-reload': 'removal.text',
    },
  },
  {
    because: 'needs hosts whose sudo asks for a password',
    where: 'way-out',
    commands: {
      'export ANSIBLE_BECOME_ASK_PASS=false': "ANSIBLE_BECOME_ASK_PASS: 'false'",
      'ansible-playbook --become-password-file FILE site.yml': "arguments: ['--become-password-file', file]",
      'ansible-playbook --extra-vars @PATH/become.yml --vault-password-file FILE site.yml':
        "'--vault-password-file', vault]",
    },
  },
  {
    because: 'needs members: the scenario types the commands as docs/operations.md has them',
    where: 'by-hand',
    commands: {
      'etcdctl snapshot save /root/etcd-snapshot.db': "commandsUnder('Backup and restore')",
      'systemctl stop etcd': "commandsUnder('Replace a lost member')",
      'etcdctl compact "$(etcdctl endpoint status --write-out=fields | sed -n \'s/^"Revision" : //p\')"':
        "commandsUnder('The database is full (NOSPACE)')",
      'etcdctl defrag': "commandsUnder('The database is full (NOSPACE)')",
      'etcdctl alarm disarm': "commandsUnder('The database is full (NOSPACE)')",
      'etcdctl member remove ID': "commandsUnder('Remove a member')",
      'systemctl disable --now etcd': "commandsUnder('Remove a member')",
      '[ ! -e /var/lib/etcd/member ] || mv -T /var/lib/etcd/member /var/lib/etcd/member.$(date +%Y%m%d-%H%M%S)':
        "commandsUnder('Replace a lost member')",
      'rm -f /etc/etcd/joined': "commandsUnder('Replace a lost member')",
      'etcdctl member add NAME --learner --peer-urls=PEER-URL': "commandsUnder('Add a member')",
      'etcdctl member promote ID': "commandsUnder('Add a member')",
      'etcdctl member list': "'member', 'list'",
    },
  },
  {
    because: 'needs a member that is lost',
    where: 'runbook',
    commands: {
      'ansible-playbook replace.yml -e member=NAME': 'operator.here(section, 0, { NAME: third.name })',
    },
  },
  {
    because: 'needs a machine that boots with cloud-init, and one on which the set-up fails',
    where: 'bad-input',
    commands: {
      'cloud-init status --long': "'cloud-init', 'status', '--wait', '--long'",
      'sh /var/lib/quorate/bootstrap.sh': "'sh', '/var/lib/quorate/bootstrap.sh'",
    },
  },
  {
    because: 'needs a member with a secret of Kubernetes',
    where: 'tutorial-single-node-tls',
    commands: {
      'etcdctl get /registry/secrets/default/my-secret --endpoints=https://127.0.0.1:2379 --cacert=/etc/etcd/ca.crt --cert=/etc/etcd/kube-apiserver.crt --key=/etc/etcd/kube-apiserver.key':
        'host.run(read)',
    },
  },
]
