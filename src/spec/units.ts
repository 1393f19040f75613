const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const BYTES: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }
const DAYS: Readonly<Record<string, number>> = { d: 1 }

/**
 * A duration of the spec in milliseconds: `100ms`, `5m`.
 *
 * @throws RangeError on what the schema would have refused
 */
export function milliseconds(duration: string): number {
  return inUnits(duration, MILLISECONDS)
}

/** A size of the spec in bytes: `512MiB`, `8GiB`. Throws as `milliseconds` does. */
export function bytes(size: string): number {
  return inUnits(size, BYTES)
}

/** A lifetime of the spec in days: `365d`. Throws as `milliseconds` does. */
export function days(lifetime: string): number {
  return inUnits(lifetime, DAYS)
}

function inUnits(text: string, units: Readonly<Record<string, number>>): number {
  const [, number, unit = ''] = /^([1-9]\d*)([A-Za-z]+)$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (factor === undefined) throw new RangeError(`not a whole number of ${Object.keys(units).join(', ')}`)
  return Number(number) * factor
}
