import { describe, expect, it, test } from 'vitest'
import { emitLifetimes } from '../../../src/emit/lifetimes.ts'
import type { Credential } from '../../../src/pki/credential.ts'
import { planPki } from '../../../src/pki/plan.ts'
import { client, complete, daysLater, member, mint, now, store, subjects } from '../pki/support.ts'

type Span = Pick<Credential, 'id' | 'kind' | 'notBefore' | 'notAfter'>

const span = (id: string, kind: Span['kind'], from: string, to: string): Span => ({
  id,
  kind,
  notBefore: `${from}T12:00:00Z`,
  notAfter: `${to}T12:00:00Z`,
})

/** The elements of an XML document, each with its attributes and text; throws where it is not well-formed. */
function elementsOf(xml: string) {
  const found: { name: string; attributes: Record<string, string>; text: string }[] = []
  const open: (typeof found)[number][] = []
  let place = 0
  for (const match of xml.matchAll(/<(\/?)([a-z]+)((?:\s+[a-zA-Z-]+="[^"<&]*")*)\s*(\/?)>/g)) {
    const between = xml.slice(place, match.index)
    if (/[<>]|&(?!#\d+;|amp;|lt;|gt;|quot;)/.test(between)) throw new Error(`stray characters: ${between}`)
    const inside = open.at(-1)
    if (inside) inside.text += between
    else if (between.trim() !== '') throw new Error(`text outside: ${between}`)
    place = match.index + match[0].length
    const [, closing, name = '', attributes = '', empty] = match
    if (closing) {
      if (open.pop()?.name !== name) throw new Error(`</${name}> closes something else`)
      continue
    }
    const element = {
      name,
      text: '',
      attributes: Object.fromEntries(
        [...attributes.matchAll(/([a-zA-Z-]+)="([^"]*)"/g)].map(([, key, value]) => [key, value]),
      ) as Record<string, string>,
    }
    found.push(element)
    if (!empty) open.push(element)
  }
  if (open.length > 0 || xml.slice(place).trim() !== '') throw new Error('the document does not end')
  return found
}

/** The bars of a picture by their labels, and all of its other texts. */
function drawn(credentials: readonly Span[]) {
  const [picture, ...others] = emitLifetimes(credentials)
  expect(others).toEqual([])
  const { path, mode, text = '' } = picture ?? {}
  expect({ path, mode }).toEqual({ path: 'pki/lifetimes.svg', mode: 0o644 })
  expect(text).not.toMatch(/NaN|undefined|Infinity|null|e[+-]\d/)
  const elements = elementsOf(text)
  expect(elements[0]).toMatchObject({ name: 'svg', attributes: { xmlns: 'http://www.w3.org/2000/svg' } })
  const [, , width = 0, height = 0] = elements[0]?.attributes.viewBox?.split(' ').map(Number) ?? []
  const number = (element: (typeof elements)[number] | undefined, name: string) =>
    Number(element?.attributes[name])
  const bars = elements.flatMap((element, index) => {
    if (element.name !== 'rect' || element.attributes.height !== '12') return []
    const [label, end] = [elements[index - 1], elements[index + 1]]
    return [
      {
        label: label?.text,
        x: number(element, 'x'),
        y: number(element, 'y'),
        length: number(element, 'width'),
        colour: element.attributes.fill,
        end: end?.text,
        endAt: number(end, 'x'),
        endsThere: end?.attributes['text-anchor'] === 'end',
        endIsWhite: end?.attributes.fill === '#ffffff',
      },
    ]
  })
  for (const { x, y, length, endAt } of bars) {
    expect(x).toBeGreaterThanOrEqual(250)
    expect(length).toBeGreaterThan(0)
    expect(x + length).toBeLessThanOrEqual(width - 10)
    expect(y + 12).toBeLessThan(height)
    expect(endAt).toBeLessThan(width)
  }
  const ticks = elements.filter((each) => /^\d{4}$/.test(each.text))
  return { text, bars, ticks: ticks.map((each) => ({ year: Number(each.text), x: number(each, 'x') })) }
}

const row = ({ bars }: ReturnType<typeof drawn>, label: string) => {
  const found = bars.find((each) => each.label === label)
  if (found === undefined) throw new Error(`no bar for ${label}`)
  return found
}

describe('the picture of lifetimes', () => {
  it('names every certificate, in order, each on a line of its own, with its end', async () => {
    const pki = await mint()
    const credentials = [...pki.authorities.values(), ...pki.certificates.values()]
    const { bars } = drawn(credentials)
    expect(bars.map(({ label }) => label)).toEqual(credentials.map(({ id }) => id))
    expect(bars.map(({ end }) => end)).toEqual(credentials.map(({ notAfter }) => notAfter.slice(0, 10)))
    expect(new Set(bars.map(({ y }) => y)).size).toBe(bars.length)
  })

  it('has bars as long as lifetimes are: authorities longer than leaves, in another colour', async () => {
    const pki = await mint()
    const picture = drawn([...pki.authorities.values(), ...pki.certificates.values()])
    const [authority, leaf, root] = [
      row(picture, 'client-ca'),
      row(picture, 'nodes/a/server'),
      row(picture, 'clients/root'),
    ]
    expect(authority.length / leaf.length).toBeCloseTo(10, 0)
    expect(authority.x).toBe(leaf.x)
    expect(new Set([authority.colour, leaf.colour, root.colour]).size).toBe(3)
  })

  it('is the same for the same certificates, on any day, and another once one is renewed', async () => {
    const pki = await mint()
    const of = (from: typeof pki) =>
      emitLifetimes([...from.authorities.values(), ...from.certificates.values()])[0]?.text
    expect(of(pki)).toBe(of(pki))
    const { value: later } = await complete(planPki(subjects), store(pki), { at: daysLater(100, now) })
    expect(of(later ?? pki)).toBe(of(pki))
    const renewal = { ids: new Set(['clients/root']), newKeys: false }
    const { value: renewed } = await complete(planPki(subjects), store(pki), {
      at: daysLater(100, now),
      renewal,
    })
    expect(of(renewed ?? pki)).not.toBe(of(pki))
  })

  it.each<[string, string, string, number[]]>([
    ['a month', '2026-03-01', '2026-04-01', []],
    ['over New Year', '2026-12-01', '2027-02-01', [2027]],
    ['three years', '2026-03-01', '2029-03-01', [2027, 2028, 2029]],
    ['thirty years', '2026-03-01', '2056-03-01', [2030, 2035, 2040, 2045, 2050, 2055]],
  ])('has the years of %s', (_, from, to, years) => {
    const { ticks } = drawn([span('ca', 'authority', from, to)])
    expect(ticks.map(({ year }) => year)).toEqual(years)
  })

  it('has at most a dozen years, apart enough to be read', () => {
    for (const year of [2027, 2030, 2037, 2038, 2049, 2085, 2126, 2299]) {
      const { ticks } = drawn([span('ca', 'authority', '2026-06-15', `${year}-06-15`)])
      expect(ticks.length).toBeLessThanOrEqual(12)
      ticks.reduce((before, { x }) => {
        expect(x - before).toBeGreaterThanOrEqual(30)
        return x
      }, Number.NEGATIVE_INFINITY)
    }
  })

  it('still shows what is short beside what is long', () => {
    const picture = drawn([
      span('ca', 'authority', '2026-01-01', '2299-01-01'),
      span('nodes/a/server', 'server', '2026-01-01', '2026-01-02'),
    ])
    expect(row(picture, 'nodes/a/server').length).toBeGreaterThanOrEqual(3)
  })

  it('shortens names that would run into the bars, and keeps both of their ends', async () => {
    const long = 'x'.repeat(63)
    const plan = planPki({
      ...subjects,
      members: [member(`${long}.example.net`, '10.0.0.1')],
      clients: [client(long)],
    })
    const pki = await mint(plan)
    const { bars } = drawn([...pki.authorities.values(), ...pki.certificates.values()])
    for (const { label } of bars) expect(label?.length).toBeLessThanOrEqual(34)
    expect(bars.map(({ label }) => label)).toContain('nodes/xxxxxxxxxx…xample.net/server')
  })

  const isReadable = ({ x, length, endAt, endsThere, endIsWhite }: ReturnType<typeof row>) =>
    // A date takes about 62 of the picture's units.
    endIsWhite ? endsThere && endAt <= x + length && endAt - 62 >= x : endsThere || endAt >= x + length

  it('has every end where it can be read', async () => {
    const pki = await mint()
    for (const bar of drawn([...pki.authorities.values(), ...pki.certificates.values()]).bars)
      expect(isReadable(bar), bar.label).toBe(true)
  })

  test('has the end of a certificate of an authority’s last days where it can be read', () => {
    const picture = drawn([
      span('ca', 'authority', '2026-01-01', '2036-01-01'),
      span('clients/root', 'client', '2035-11-01', '2036-01-01'),
    ])
    expect(isReadable(row(picture, 'clients/root'))).toBe(true)
  })
})
