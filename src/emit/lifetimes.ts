import { type Artifact, publicArtifact } from '../output/artifact.ts'
import type { Credential } from '../pki/credential.ts'
import { render } from '../render/render.ts'

/** The path of the chart in the cluster's folder. */
export const LIFETIMES = 'pki/lifetimes.svg'

const TOP = 44
const ROW = 22
const CHART = { left: 250, width: 590 }
const LABEL_WIDTH = 84

/** A chart of the lifetimes of all certificates, which shows what expires first. No file if there are no certificates. */
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
  const xOf = (time: number) => Math.round(CHART.left + ((time - first) / (last - first)) * CHART.width)
  const height = TOP + spans.length * ROW + 12
  const picture = publicArtifact(
    LIFETIMES,
    render(LIFETIMES, {
      width: CHART.left + CHART.width + 20,
      height,
      ticks: yearsBetween(first, last).map((year) => ({
        x: xOf(Date.UTC(year, 0, 1)),
        bottom: height - 10,
        label: year,
      })),
      bars: spans.map(({ id, kind, from, to, end }, row) => {
        const x = xOf(from)
        const length = Math.max(xOf(to) - x, 3)
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
 * Position, colour and anchor of the date on which a certificate expires: after its bar; if there is no room, inside it; if
 * the bar is too short, before it.
 */
function labelOf(x: number, length: number): readonly [after: number, tone: string, anchors: string[]] {
  if (x + length + LABEL_WIDTH <= CHART.left + CHART.width) return [x + length + 6, '#57606a', []]
  return length >= LABEL_WIDTH ? [x + length - 6, '#ffffff', ['end']] : [x - 6, '#57606a', ['end']]
}

/** The years that get a tick: each, or every second, fifth and so on, so that there are at most a dozen. */
function yearsBetween(first: number, last: number): number[] {
  const from = new Date(first).getUTCFullYear() + 1
  const to = new Date(last).getUTCFullYear()
  const step = [1, 2, 5, 10, 25, 50].find((each) => (to - from) / each <= 11) ?? 100
  const years = Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index)
  return years.filter((year) => year % step === 0 || step === 1)
}

/** Names can be longer than the chart has room for. */
const shortened = (id: string): string => (id.length <= 34 ? id : `${id.slice(0, 16)}…${id.slice(-17)}`)
