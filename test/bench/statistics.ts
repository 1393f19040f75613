/** The value in the middle; of an even number, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

/** A row's values as "min / median / max", each with as many decimals as given and a width that aligns them. */
export function spread(values: readonly number[], decimals: number): string {
  const figures = [Math.min(...values), median(values), Math.max(...values)]
  return figures.map((figure) => figure.toFixed(decimals).padStart(7)).join(' ')
}

/** A ratio that was measured, and what it may be at most. */
export type Bound = { readonly title: string; readonly value: number; readonly atMost: number }

/** Prints each bound and whether it holds; returns how many are missed. */
export function printBounds(bounds: readonly Bound[]): number {
  let missed = 0
  for (const { title, value, atMost } of bounds) {
    const holds = value <= atMost
    if (!holds) missed += 1
    console.log(
      `${title.padEnd(58)} ${value.toFixed(2).padStart(6)}  at most ${atMost}${holds ? '' : '  MISSED'}`,
    )
  }
  return missed
}
