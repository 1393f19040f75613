import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bridgeAddresses } from '../hosts/network.ts'
import type { Lab } from '../lab.ts'
import { failureText } from '../machine/command.ts'
import { LabProblem } from '../machine/problem.ts'

/** The zone that the lab's resolver has: names below it are nowhere else. */
export const zone = 'lab.example'

/** A name and its address. */
export type Address = readonly [name: string, address: string]
/** An SRV record: its name, and where it leads. */
export type Service = readonly [name: string, target: string, port: number]

/** Makes all running hosts ask a resolver on the bridge, and no other. */
export async function askResolver({ hosts }: Pick<Lab, 'hosts'>): Promise<void> {
  for (const host of hosts)
    writeFileSync(join(host.root, 'etc/resolv.conf'), `nameserver ${bridgeAddresses.ipv4}\n`)
}

/** Has the resolver serve these records, in place of those that it had. */
export async function serveRecords(
  lab: Lab,
  records: { readonly addresses: readonly Address[]; readonly services?: readonly Service[] },
): Promise<void> {
  const pidFile = join(lab.folder, 'dnsmasq.pid')
  if (existsSync(pidFile)) {
    const pid = readFileSync(pidFile, 'utf8').trim()
    // Its port is free once it has ended.
    const end = `kill ${pid}; while kill -0 ${pid} 2>/dev/null; do sleep 0.02; done`
    await succeeds(lab, ['sh', '-euc', end])
  }
  const configuration = join(lab.folder, 'dnsmasq.conf')
  const lines = [
    ...['user=root', 'no-resolv', 'no-hosts', 'bind-interfaces', `local=/${zone}/`, `pid-file=${pidFile}`],
    `listen-address=${bridgeAddresses.ipv4}`,
    ...records.addresses.map(([name, address]) => `host-record=${name},${address}`),
    ...(records.services ?? []).map(([name, target, port]) => `srv-host=${name},${target},${port}`),
  ]
  writeFileSync(configuration, `${lines.join('\n')}\n`)
  await succeeds(lab, ['dnsmasq', `--conf-file=${configuration}`])
}

async function succeeds(lab: Lab, command: Parameters<Lab['attempt']>[0]): Promise<void> {
  const outcome = await lab.attempt(command)
  if (outcome.exitCode !== 0) throw new LabProblem(failureText(outcome))
}
