import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { open } from '../../../src/secrets/seal.ts'
import { password, people } from '../secrets/support.ts'
import { linesOfKeys, Workplace } from './support.ts'

const [me] = people
const path = 'secrets/cloud-init/a/user-data'
const embed = { cloudInit: { keys: 'embed' } }
const everything = { vaultPassword: password, ageIdentities: [me.identity] }

/** By how secrets are kept: what the spec says of it. */
const ways = {
  none: {},
  'ansible-vault': { secrets: { encryption: 'ansible-vault' } },
  age: { secrets: { encryption: 'age', recipients: [me.recipient] } },
}

function workplace(more: object): Workplace {
  const place = new Workplace(more)
  place.keys = {
    vaultPasswordFile: place.file('password', `${password}\n`),
    ageIdentityFile: place.file('identity', `${me.identity}\n`),
  }
  return place
}

async function textOf(place: Workplace): Promise<string> {
  const { value, problem } = await open(place.tree()[path] ?? '', everything)
  if (problem) throw new Error(problem)
  return value
}

describe.each(Object.entries(ways))('user-data with keys, kept by %s', (method, secrets) => {
  test('holds the keys of its node and no others, under secrets/ alone', async () => {
    const place = workplace({ ...secrets, ...embed })
    expect((await place.generate()).exitCode).toBe(0)
    const text = await textOf(place)
    const keys = Object.entries(place.tree()).filter(([file]) => file.endsWith('.key'))
    for (const [file, sealed] of keys) {
      const { value: key = '' } = await open(sealed, everything)
      const isOfNode = file.startsWith('secrets/nodes/a/') || file === 'secrets/clients/root.key'
      const [line = ''] = linesOfKeys([key])
      expect(line.length, file).toBeGreaterThan(16)
      expect(text.includes(line), file).toBe(isOfNode)
      for (const [other, content] of Object.entries(place.tree())) {
        if (!other.startsWith('secrets/')) expect(content, other).not.toContain(line)
      }
    }
    expect(place.modes('secrets')[path]).toBe('600')
    expect(existsSync(join(place.lab, 'cloud-init/a/user-data'))).toBe(false)
  })

  test('stays as it is, byte for byte, while nothing changes', async () => {
    const place = workplace({ ...secrets, ...embed })
    await place.generate()
    const before = place.tree()
    expect((await place.generate()).stdout).toContain('unchanged')
    expect(place.tree()).toEqual(before)
    expect(before[path]?.startsWith('#cloud-config')).toBe(method === 'none')
  })

  test('goes when the keys are to come later, and nothing else under secrets/ does', async () => {
    const place = workplace({ ...secrets, ...embed })
    await place.generate()
    place.describe({ ...secrets, cloudInit: { keys: 'later' } })
    const said = await place.generate()
    expect(said.stdout).toContain(`removed  ${path}`)
    expect(existsSync(join(place.lab, 'secrets/cloud-init'))).toBe(false)
    expect(existsSync(join(place.lab, 'secrets/nodes/a/server.key'))).toBe(true)
    expect(place.tree()['cloud-init/a/user-data']).not.toContain('PRIVATE KEY')
  })
})

test('user-data that somebody has changed is kept when it is to go', async () => {
  const place = workplace(embed)
  await place.generate()
  place.file(`out/lab/${path}`, 'mine\n')
  place.describe({})
  expect((await place.generate()).stdout).toContain(`kept     ${path}`)
  expect(place.tree()[path]).toBe('mine\n')
})

test('user-data that does not open any more is written anew', async () => {
  const place = workplace({ ...ways['ansible-vault'], ...embed })
  await place.generate()
  const before = await textOf(place)
  place.file(`out/lab/${path}`, `$ANSIBLE_VAULT;1.1;AES256\n616263\n`)
  expect((await place.generate()).exitCode).toBe(0)
  expect(await textOf(place)).toBe(before)
})
