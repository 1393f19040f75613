const MILLISECONDS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
const BYTES: Readonly<Record<string, number>> = { KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30 }
const DAYS: Readonly<Record<string, number>> = { d: 1 }

/**
 * Parses a duration of the spec, such as `100ms` or `5m`, in milliseconds.
 *
 * @throws RangeError for a value that the schema refuses
 */
export function milliseconds(duration: string): number {
  return inUnits(duration, MILLISECONDS)
}

/** Parses a size of the spec, such as `512MiB` or `8GiB`, in bytes. Throws like `milliseconds`. */
export function bytes(size: string): number {
  return inUnits(size, BYTES)
}

/** Parses a lifetime of the spec, such as `365d`, in days. Throws like `milliseconds`. */
export function days(lifetime: string): number {
  return inUnits(lifetime, DAYS)
}

function inUnits(text: string, units: Readonly<Record<string, number>>): number {
  const [, number, unit = ''] = /^([1-9]\d*)([A-Za-z]+)$/.exec(text) ?? []
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined
  if (factor === undefined) throw new RangeError(`not a whole number of ${Object.keys(units).join(', ')}`)
  return Number(number) * factor
}
