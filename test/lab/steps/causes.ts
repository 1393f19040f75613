import assert from 'node:assert/strict'
import { tlsTutorialDocument } from '../../unit/seeds/documents.ts'
import type { Host } from '../hosts/host.ts'
import type { ScenarioContext } from '../scenario.ts'
import type { GeneratedCluster } from './cluster.ts'
import { assertRefused, assertSuccess, staysAsItIs, verifies } from './playbooks.ts'
import { assertSameService, serviceOf, servicesOf } from './service.ts'

/** Something that is wrong on a node, as people bring it about. */
type Cause = {
  readonly title: string
  /** What brings it about: a script that root runs on the node. */
  readonly script: string
  /** Whether etcd runs all the same. Otherwise it does not start. */
  readonly runs: boolean
} & (
  | {
      /** What verify.yml says of it; site.yml mends it. */
      readonly verify: RegExp
    }
  | {
      /** What the preflight of site.yml says, since it is not site.yml's to mend, and what root then does. */
      readonly preflight: RegExp
      readonly remedy: string
    }
)

const { key, data, unit } = tlsTutorialDocument
const dropIn = `${unit}.d`
const differs = (path: string) => new RegExp(`Not as they should be on the node: ${path}\\. `)
const isDown = (path: string) =>
  new RegExp(`etcd\\.service is \\w+; \`journalctl -u etcd\` .*${differs(path).source}`)

/** What the document has under "Common causes", in its order, each as it comes about. */
const causes: readonly Cause[] = [
  {
    title: 'port 2379 is already in use',
    script: `systemctl stop etcd
      systemd-run --quiet --unit=squatter python3 -m http.server --bind 127.0.0.1 2379
      until ss -Hltn sport = :2379 | grep -q .; do sleep 0.1; done`,
    runs: false,
    preflight: /port-taken: Another process listens on port 2379 of controller; .* Stop it/,
    remedy: 'systemctl stop squatter',
  },
  {
    title: 'anybody can read the key',
    script: `chmod 644 ${key.path}`,
    runs: true,
    verify: differs(key.path),
  },
  {
    title: "the key is root's",
    script: `chown root:root ${key.path}; ! systemctl restart etcd`,
    runs: false,
    verify: isDown(key.path),
  },
  {
    title: 'anybody can look into the data directory',
    script: `chmod 755 ${data.path}`,
    runs: true,
    verify: differs(data.path),
  },
  {
    title: "the data is root's",
    script: `systemctl stop etcd; chown -R root:root ${data.path}; ! systemctl start etcd`,
    runs: false,
    preflight: /wrong-owner: .* belongs to root, .*chown -R etcd:etcd \/var\/lib\/etcd/,
    remedy: `chown -R etcd:etcd ${data.path}`,
  },
  {
    title: 'etcd.service has a wrong path of a certificate',
    script: `sed -i '/^ExecStart=/s|$| --cert-file=/etc/etcd/kubernetes.pem|' ${unit}
      systemctl daemon-reload; ! systemctl restart etcd`,
    runs: false,
    verify: isDown(unit),
  },
  {
    title: 'a drop-in of etcd.service has one',
    script: `mkdir ${dropIn}
      printf '[Service]\\nExecStart=\\nExecStart=/usr/local/bin/etcd --cert-file=/etc/etcd/kubernetes.pem\\n' \\
        >${dropIn}/own.conf
      systemctl daemon-reload; ! systemctl restart etcd`,
    runs: false,
    preflight: /configured-elsewhere: .*\/etc\/systemd\/system\/etcd\.service\.d\/own\.conf/,
    remedy: `rm -r ${dropIn}; systemctl daemon-reload`,
  },
]

/** Brings about one cause after another on a cluster of one host: verify.yml or site.yml names it, and site.yml mends it. */
export async function commonCauses(
  context: ScenarioContext,
  cluster: GeneratedCluster,
  host: Host,
): Promise<void> {
  for (const cause of causes)
    await context.step(`${cause.title}: it is named, and mended`, () => namedAndMended(cause, cluster, host))
  await staysAsItIs(context, cluster)
  await verifies(context, cluster)
}

async function namedAndMended(cause: Cause, cluster: GeneratedCluster, host: Host): Promise<void> {
  const before = await servicesOf(cluster)
  await host.run(['sh', '-uc', cause.script])
  assert.equal((await serviceOf(host)).state === 'active', cause.runs, 'whether etcd runs')
  if ('verify' in cause) {
    assertRefused(await cluster.playbook('verify.yml'), cause.verify)
  } else {
    assertRefused(await cluster.playbook('site.yml'), cause.preflight)
    await host.run(['sh', '-euc', cause.remedy])
  }
  assertSuccess(cluster, await cluster.playbook('site.yml'))
  assert.equal((await serviceOf(host)).state, 'active')
  // Owners and modes are mended under a member that runs.
  if (cause.runs) assertSameService(before, await servicesOf(cluster))
}
