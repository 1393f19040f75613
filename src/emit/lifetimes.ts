import { type Artifact, publicArtifact } from '../output/artifact.ts'
import type { Credential } from '../pki/credential.ts'
import { render } from '../render/render.ts'

/** The path of the picture in the cluster's folder. */
export const LIFETIMES = 'pki/lifetimes.svg'

const TOP = 44
const ROW = 22
const CHART = { left: 250, width: 590 }
const LABEL_OF_END = 84

/**
 * A picture of all certificates' lifetimes on one scale of years, so that what ends first and with whom is seen at once;
 * nothing where there are none.
 */
export function emitLifetimes(
  credentials: readonly Pick<Credential, 'id' | 'kind' | 'notBefore' | 'notAfter'>[],
): Artifact[] {
  if (credentials.length === 0) return []
  const spans = credentials.map(({ id, kind, notBefore, notAfter }) => ({
    id,
    kind,
    from: Date.parse(notBefore),
    to: Date.parse(notAfter),
    end: notAfter.slice(0, 10),
  }))
  const first = Math.min(...spans.map(({ from }) => from))
  const last = Math.max(...spans.map(({ to }) => to))
  const place = (time: number) => Math.round(CHART.left + ((time - first) / (last - first)) * CHART.width)
  const height = TOP + spans.length * ROW + 12
  const picture = publicArtifact(
    LIFETIMES,
    render(LIFETIMES, {
      width: CHART.left + CHART.width + 20,
      height,
      ticks: yearsBetween(first, last).map((year) => ({
        x: place(Date.UTC(year, 0, 1)),
        bottom: height - 10,
        label: year,
      })),
      bars: spans.map(({ id, kind, from, to, end }, row) => {
        const x = place(from)
        const length = Math.max(place(to) - x, 3)
        const [after, tone, anchors] = labelOf(x, length)
        return {
          label: shortened(id),
          x,
          length,
          top: TOP + row * ROW,
          baseline: TOP + row * ROW + 10,
          colour: kind === 'authority' ? '#8250df' : kind === 'client' ? '#1a7f37' : '#0969da',
          after,
          end,
          tone,
          anchors,
        }
      }),
    }),
  )
  return [picture]
}

/**
 * Where the end of a lifetime is written, in which colour, and from where: behind its bar; where that would leave the
 * chart, in its bar; and where that is too short, before it.
 */
function labelOf(x: number, length: number): readonly [after: number, tone: string, anchors: string[]] {
  if (x + length + LABEL_OF_END <= CHART.left + CHART.width) return [x + length + 6, '#57606a', []]
  return length >= LABEL_OF_END ? [x + length - 6, '#ffffff', ['end']] : [x - 6, '#57606a', ['end']]
}

/** The Januaries within a time: every one, or every second, fifth and so on, so that at most a dozen are drawn. */
function yearsBetween(first: number, last: number): number[] {
  const from = new Date(first).getUTCFullYear() + 1
  const to = new Date(last).getUTCFullYear()
  const step = [1, 2, 5, 10, 25, 50].find((each) => (to - from) / each <= 11) ?? 100
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  return years.filter((year) => year % step === 0 || step === 1)
}

/** Names are as long as DNS allows; the picture has room for less. */
const shortened = (id: string): string => (id.length <= 34 ? id : `${id.slice(0, 16)}…${id.slice(-17)}`)
