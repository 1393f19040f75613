import { describe, expect, it } from 'vitest'
import { certifiedNames, plainName } from '../../../src/pki/subject-alt-name.ts'

describe('certifiedNames', () => {
  it.each<[string, string | undefined, string[]]>([
    ['none', undefined, []],
    ['names and addresses', 'DNS:a, IP Address:10.0.0.1', ['DNS:a', 'IP:10.0.0.1']],
    ['a name in capitals', 'DNS:A.Example.NET', ['DNS:a.example.net']],
    ['IPv6 in OpenSSL’s spelling', 'IP Address:FD00:0:0:0:0:0:0:A', ['IP:fd00::a']],
    ['an IPv4 address in IPv6', 'IP Address:0:0:0:0:0:FFFF:A00:1', ['IP:::ffff:a00:1']],
    ['an address of a wrong length', 'IP Address:<invalid length=5>', ['IP Address:<invalid length=5>']],
    ['other kinds', 'URI:http://a/b, email:a@b', ['URI:http://a/b', 'email:a@b']],
    ['a name that pretends to be two', 'DNS:"a, DNS:b", DNS:c', ['DNS:"a, dns:b"', 'DNS:c']],
    ['a name with a quote in it', 'DNS:"a\\", DNS:b"', ['DNS:"a\\", dns:b"']],
  ])('reads %s', (_, text, want) => {
    expect(certifiedNames(text)).toEqual(want)
  })
})

describe('plainName', () => {
  it.each([
    ['DNS:a', 'a'],
    ['IP:fd00::1', 'fd00::1'],
    ['URI:x', 'URI:x'],
  ])('%s', (name, want) => {
    expect(plainName(name)).toBe(want)
  })
})
