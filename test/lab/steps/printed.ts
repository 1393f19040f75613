import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import { type Command, failureText } from '../machine/command.ts'

/** Runs a command on a host as root, which has to succeed; returns the lines that it printed on either stream. */
export async function linesOf(host: Host, command: readonly string[]): Promise<string[]> {
  const outcome = await host.attempt(command as Command)
  assert.equal(outcome.exitCode, 0, failureText(outcome))
  return outcome.output.trimEnd().split('\n')
}

/** The rows of a table that etcdctl has drawn, by the headings of its columns. */
export function rowsOf(table: readonly string[]): Readonly<Record<string, string>>[] {
  const cells = (line: string) => line.split('|').map((cell) => cell.trim())
  const [headings = [], ...rows] = table.filter((line) => line.startsWith('|')).map(cells)
  return rows.map((row) => Object.fromEntries(headings.map((heading, index) => [heading, row[index] ?? ''])))
}

/** A table without its last column. */
export function withoutLastColumn(table: readonly string[]): string[] {
  return table.map((line) => line.replace(/([+|])[^+|]*[+|]$/, '$1'))
}

/** What `endpoint health` has printed: each of the endpoints is healthy, and nothing else is said. */
export function assertHealthy(lines: readonly string[], endpoints: readonly string[]): void {
  const said = lines.map((line) =>
    line.replace(/: successfully committed proposal: took = [\d.]+[mµ]?s$/, ''),
  )
  assert.deepEqual(said.sort(), endpoints.map((endpoint) => `${endpoint} is healthy`).sort())
}
