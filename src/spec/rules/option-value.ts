import { isIP } from 'node:net'
import { listed } from '../../diagnostics/visible.ts'
import { nanoseconds } from '../../etcd/notation.ts'
import { choicesOf, defaultOf, takesSeveral } from '../../etcd/options/index.ts'
import type { EtcdOption, OptionType } from '../../etcd/options/option.ts'
import { fieldAt } from '../fields.ts'
import { nearest } from '../nearest.ts'
import { bytes, milliseconds } from '../units.ts'

/** What an option takes, in words, and what is probably meant by a value that it does not. */
export type Complaint = { readonly wanted: string; readonly near: string | undefined }

/** `choices`: what the value may be, where there are only so many. */
type Check = {
  readonly fits: (value: string, choices: readonly string[]) => boolean
  readonly wanted: (choices: readonly string[]) => string
  readonly near?: (value: string, choices: readonly string[]) => string | undefined
}

// Go reads a leading zero as octal, and a configuration file does not.
const isWhole = (value: string) => /^(?:0|[1-9]\d*)$/.test(value) && Number.isSafeInteger(Number(value))

/** The most that etcd's smallest counters hold (Go, uint32). */
const MOST = 2 ** 32 - 1
/** The longest time that Go knows, in nanoseconds (int64). */
const LONGEST = 2 ** 63

/** A number of some unit, which people like to write with the unit. */
const counted = (unit: string, example: number, read: (value: string) => number): Check => ({
  fits: isWhole,
  wanted: () => `a whole number of ${unit}, such as ${example}`,
  near: (value) => attempt(() => String(read(value))),
})

/** The same as for the paths of the spec. */
const PATH = new RegExp(fieldAt('/etcd/paths/data')?.pattern ?? '^/', 'u')
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/

/** How etcd reads a value, by the type of its option (Go: flag, strconv.ParseBool, time.ParseDuration; etcd, pkg/flags). */
const CHECKS: Readonly<Record<OptionType, Check>> = {
  text: { fits: (value) => value !== '', wanted: () => 'a text that is not empty' },
  path: {
    fits: (value) => PATH.test(value),
    wanted: () => 'an absolute path, such as /etc/etcd/client.crl',
  },
  boolean: {
    fits: (value) => value === 'true' || value === 'false',
    wanted: () => 'true or false',
    near: (value) =>
      /^(?:yes|on|1|t|y|true)$/i.test(value)
        ? 'true'
        : /^(?:no|off|0|f|n|false)$/i.test(value)
          ? 'false'
          : undefined,
  },
  integer: {
    fits: (value) => isWhole(value) && Number(value) <= MOST,
    wanted: () => 'a whole number up to 4294967295 without leading zeros, such as 10',
  },
  bytes: counted('bytes', 1_048_576, bytes),
  milliseconds: counted('milliseconds', 100, milliseconds),
  seconds: counted('seconds', 300, (value) => milliseconds(value) / 1000),
  duration: {
    fits: (value) => value === '0' || (DURATION.test(value) && nanoseconds(value) < LONGEST),
    wanted: () => 'a duration with its unit, such as 500ms, 30s, 5m or 1h30m',
    near: (value) => {
      if (isWhole(value)) return `${value}s`
      const days = /^(\d{1,5})d$/.exec(value)?.[1]
      return days && `${Number(days) * 24}h`
    },
  },
  choice: {
    fits: (value, choices) => choices.includes(value),
    wanted: (choices) => `one of ${listed(choices, 'or')}`,
    near: (value, choices) => nearest(value, choices),
  },
  url: { fits: isUrl, wanted: () => 'a URL with a port and no path, such as http://127.0.0.1:2382' },
  urls: {
    fits: (value) => value.split(',').every(isUrl),
    wanted: () => 'URLs with a port and no path, separated by commas, such as http://127.0.0.1:2382',
  },
  list: {
    fits: (value) => value.split(',').every((part) => part.trim() !== ''),
    wanted: () => 'one or more entries, separated by commas, such as a.example.net,b.example.net',
  },
}

/** What is wrong with the value of an option of a version, if anything is. */
export function complaintAbout(value: string, option: EtcdOption, version: string): Complaint | undefined {
  const choices = choicesOf(option, version)
  // An empty variable counts as none (etcd, pkg/flags/flag.go), an empty flag does not: nobody knows what is meant.
  if (value === '') return { wanted: CHECKS[option.type].wanted(choices), near: undefined }
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value))
    return { wanted: 'it on one line, without control characters', near: undefined }
  const { fits, wanted, near } = CHECKS[option.type]
  if (option.type === 'list' && value.includes(',') && !takesSeveral(option, version))
    return {
      wanted: `a single entry: etcd ${version} does not accept a list here`,
      near: value.split(',')[0],
    }
  // What etcd takes by itself can be written as well: `*` for the URLs of cors.
  return value === defaultOf(option, version) || fits(value, choices)
    ? undefined
    : { wanted: wanted(choices), near: near?.(value, choices) }
}

/** Whether etcd would take it to listen at or to call (etcd, client/pkg/types/urls.go, NewURLs). */
function isUrl(value: string): boolean {
  const parts = /^https?:\/\/(\[[0-9a-f:.]+\]|[^/?#[\]:@\s]+):(\d{1,5})$/i.exec(value.trim())
  const [, host = '', port = ''] = parts ?? []
  const isHost = !host.startsWith('[') || isIP(host.slice(1, -1)) === 6
  return parts !== null && isHost && Number(port) >= 1 && Number(port) <= 65535
}

function attempt(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
