import assert from 'node:assert/strict'
import type { Host } from '../hosts/host.ts'
import type { Style } from './cluster.ts'
import { givenTo } from './effective.ts'
import { serviceOf } from './service.ts'

/** Options by their flags' names, with their values. */
export type Options = ReadonlyMap<string, string>

/** Where etcd's own configuration file lies. */
const configurationFile = '/etc/etcd/etcd.conf.yml'

/**
 * The etcd that runs on a host was given its configuration by one style and nothing by another. Returns its options, or
 * undefined where a file holds them.
 */
export async function assertConfiguredBy(style: Style, host: Host): Promise<Options | undefined> {
  const { variables, parameters } = await givenTo(host, (await serviceOf(host)).mainProcess)
  if (style !== 'env') assert.deepEqual(variables, new Map(), `etcd on ${host.name} has variables`)
  switch (style) {
    case 'env':
      assert.deepEqual(parameters, [], `etcd on ${host.name} has parameters`)
      assert.ok(variables.size > 0, `etcd on ${host.name} was told nothing`)
      return variables
    case 'flags':
      assert.ok(parameters.length > 1, `etcd on ${host.name} was told nothing`)
      return new Map(parameters.map(flagOf))
    case 'file':
      assert.deepEqual(parameters, [`--config-file=${configurationFile}`])
      return undefined
  }
}

/** Nothing lies on a host that a style other than its own has left. */
export async function assertNothingOf(others: readonly Style[], host: Host): Promise<void> {
  const places = { env: ['/etc/default/etcd'], flags: [], file: [configurationFile] }
  for (const path of [...others.flatMap((style) => places[style]), '/run/systemd/system/etcd.service.d']) {
    const found = await host.attempt(['ls', '-A', path])
    assert.ok(found.exitCode !== 0 || found.stdout === '', `${path} is left on ${host.name}`)
  }
}

function flagOf(parameter: string): [string, string] {
  const [, name, value] = /^--([^=]+)=(.*)$/s.exec(parameter) ?? []
  assert.ok(name !== undefined && value !== undefined, `${parameter} is no flag with a value`)
  return [name, value]
}
