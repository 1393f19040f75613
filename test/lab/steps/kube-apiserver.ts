import assert from 'node:assert/strict'
import { copyFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Host } from '../hosts/host.ts'
import type { GeneratedCluster } from './cluster.ts'
import { kubernetesFlags } from './kubernetes.ts'

const program = '/usr/local/bin/kube-apiserver'
const folder = '/root/kube'

/** Starts kube-apiserver on a host with the generated flags, and waits until it is ready. */
export async function startKubeApiserver(
  host: Host,
  binary: string,
  clusters: readonly GeneratedCluster[],
): Promise<void> {
  copyFileSync(binary, join(host.root, program))
  await host.run(['sh', '-euc', `mkdir -p ${folder} && openssl genrsa -out ${folder}/sa.key 2048`])
  await host.run(['sh', '-euc', `echo 'secret,admin,admin,system:masters' >${folder}/tokens.csv`])
  const flags = [
    ...clusters.flatMap((cluster) =>
      [...kubernetesFlags(cluster)].map(([name, value]) => `--${name}=${value}`),
    ),
    `--advertise-address=${host.address}`,
    '--bind-address=127.0.0.1',
    `--cert-dir=${folder}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${folder}/sa.key`,
    `--service-account-signing-key-file=${folder}/sa.key`,
    `--token-auth-file=${folder}/tokens.csv`,
    '--disable-admission-plugins=ServiceAccount',
  ]
  await host.run(['systemd-run', '--quiet', '--unit=kube-apiserver', program, ...flags])
  const ready = `curl -skf -H 'Authorization: Bearer secret' https://127.0.0.1:6443/readyz`
  for (let tries = 0; tries < 240; tries++) {
    if ((await host.attempt(['sh', '-c', ready])).exitCode === 0) return
    await sleep(500)
  }
  assert.fail(`kube-apiserver is not ready:\n${await host.journal('kube-apiserver')}`)
}

// A name is written down once the API has acknowledged its object. An object that is not acknowledged gets no second try.
const writing = `
import json, ssl, time, urllib.request
context = ssl._create_unverified_context()
def post(kind, body):
    request = urllib.request.Request("https://127.0.0.1:6443/api/v1/namespaces/default/" + kind, json.dumps(body).encode(),
        {"Authorization": "Bearer secret", "Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=10, context=context).read()
with open("${folder}/acknowledged", "w", buffering=1) as acknowledged, open("${folder}/failed", "w", buffering=1) as failed:
    number = 0
    while True:
        name = "w-%d" % number
        for kind, more in (("configmaps", {"data": {"number": name}}),
                ("events", {"involvedObject": {"namespace": "default"}, "reason": "Written"})):
            try:
                post(kind, {"metadata": {"name": name}, **more})
                print(kind, name, file=acknowledged)
            except OSError as problem:
                print(kind, name, problem, file=failed)
        number += 1
        time.sleep(0.02)
`

/** A client of kube-apiserver that makes objects until it is stopped. */
export type ObjectWriter = {
  /** Stops; returns the names that were acknowledged, by kind, and how many objects failed. */
  readonly stop: () => Promise<{ configmaps: string[]; events: string[]; failures: string[] }>
}

/** Starts to make a ConfigMap and an event in turn through kube-apiserver on a host. */
export async function startMakingObjects(host: Host): Promise<ObjectWriter> {
  writeFileSync(join(host.root, folder, 'write.py'), writing)
  await host.run(['systemd-run', '--quiet', '--unit=object-writer', 'python3', `${folder}/write.py`])
  return {
    stop: async () => {
      await host.run(['systemctl', 'stop', 'object-writer'])
      const linesOf = async (file: string) =>
        (await host.run(['cat', `${folder}/${file}`])).split('\n').filter(Boolean)
      const lines = await linesOf('acknowledged')
      const named = (kind: string) =>
        lines.filter((line) => line.startsWith(`${kind} `)).map((line) => line.split(' ')[1] ?? '')
      return { configmaps: named('configmaps'), events: named('events'), failures: await linesOf('failed') }
    },
  }
}
