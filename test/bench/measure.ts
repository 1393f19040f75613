import { execa } from 'execa'

export type Command = readonly [string, ...string[]]

/** What a command took: by the clock, and on all cores (user and system), with all its children. */
export type Times = { readonly seconds: number; readonly cpuSeconds: number }

/** Runs a command that has to succeed. Node does not tell what a child used, so bash measures. */
export async function measure(command: Command): Promise<Times> {
  const script = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null'
  const { stderr } = await execa('bash', ['-c', script, 'bash', ...command], { env: { LC_ALL: 'C' } })
  const [seconds = Number.NaN, user = Number.NaN, system = Number.NaN] = (stderr.split('\n').at(-1) ?? '')
    .split(' ')
    .map(Number)
  return { seconds, cpuSeconds: user + system }
}
