import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'

/** Whether etcd served on some hosts, moment by moment. */
export type Sampler = {
  /** Stops, and proves that at no moment two members were down; returns how many samples there were. */
  readonly stop: () => Promise<number>
}

type Sample = { readonly host: string; readonly time: number; readonly serves: boolean }

const samplesFile = (port: number) => `/run/samples-${port}`
const millisecondsBetween = 100

// Asks the member alone, whoever else is up: https://etcd.io/docs/v3.6/op-guide/monitoring/#health-check
const program = (port: number) => `
import http.client, time
with open(${JSON.stringify(samplesFile(port))}, "w", buffering=1) as samples:
    while True:
        now = time.time()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", ${port}, timeout=1)
            connection.request("GET", "/health?serializable=true")
            serves = connection.getresponse().status == 200
            connection.close()
        except OSError:
            serves = False
        print(now, int(serves), file=samples)
        time.sleep(max(0, ${millisecondsBetween / 1000} - (time.time() - now)))
`

/** Samples every member ten times a second, on its own host, at its port for metrics. */
export async function startSampling(hosts: readonly Host[], port = 2381): Promise<Sampler> {
  const unit = `sampler-${port}`
  const start = [
    'systemd-run',
    '--quiet',
    '--collect',
    `--unit=${unit}`,
    'python3',
    '-c',
    program(port),
  ] as const
  await Promise.all(hosts.map((host) => host.run(start)))
  return {
    stop: async () => {
      const samples = (await Promise.all(hosts.map((host) => samplesOf(host, port))))
        .flat()
        .toSorted((a, b) => a.time - b.time)
      assertOneDownAtATime(samples)
      return samples.length
    },
  }
}

async function samplesOf(host: Host, port: number): Promise<Sample[]> {
  await host.run(['systemctl', 'stop', `sampler-${port}`])
  const lines = (await host.run(['cat', samplesFile(port)])).trimEnd().split('\n')
  return lines.map((line) => {
    const [time, serves] = line.split(' ')
    return { host: host.name, time: Number(time), serves: serves === '1' }
  })
}

function assertOneDownAtATime(samples: readonly Sample[]): void {
  const down = new Set<string>()
  for (const { host, time, serves } of samples) {
    if (serves) down.delete(host)
    else down.add(host)
    const when = new Date(time * 1000).toISOString()
    assert.ok(down.size <= 1, `at ${when}, etcd was down on ${[...down].join(' and ')}`)
  }
}
