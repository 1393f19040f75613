import { listed } from '../../diagnostics/visible.ts'
import { nanoseconds } from '../../etcd/notation.ts'
import { choicesOf, defaultOf, takesSeveral } from '../../etcd/options/index.ts'
import type { EtcdOption, OptionType } from '../../etcd/options/option.ts'
import { fieldAt } from '../fields.ts'
import { nearest } from '../nearest.ts'
import { bytes, milliseconds } from '../units.ts'

/** What an option accepts, in words, and a suggestion for an invalid value. */
export type Complaint = { readonly wanted: string; readonly near: string | undefined }

/** `choices`: the allowed values, for an option with a fixed list. */
type Check = {
  readonly fits: (value: string, choices: readonly string[]) => boolean
  readonly wanted: (choices: readonly string[]) => string
  readonly near?: (value: string, choices: readonly string[]) => string | undefined
}

// Go reads a leading zero as octal, but a configuration file does not.
const isWhole = (value: string) => /^(?:0|[1-9]\d*)$/.test(value) && Number.isSafeInteger(Number(value))

/** The maximum of etcd's smallest integers (Go, uint32). */
const MOST = 2 ** 32 - 1
/** Go's longest duration, in nanoseconds (int64). */
const LONGEST = 2 ** 63

/** A number of a unit. People often write the unit too; `near` then suggests the number. */
const counted = (unit: string, example: number, read: (value: string) => number): Check => ({
  fits: isWhole,
  wanted: () => `a whole number of ${unit}, such as ${example}`,
  near: (value) => attempt(() => String(read(value))),
})

/** The pattern of the paths in the spec. */
const PATH = new RegExp(fieldAt('/etcd/paths/data')?.pattern ?? '^/', 'u')
const DURATION = /^(?:\d+(?:\.\d+)?(?:ns|us|µs|ms|s|m|h))+$/

/** How etcd parses a value, by its option's type (Go: flag, strconv.ParseBool, time.ParseDuration; etcd, pkg/flags). */
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

/** The problem with an option's value in a version; undefined if there is none. */
export function complaintAbout(value: string, option: EtcdOption, version: string): Complaint | undefined {
  const choices = choicesOf(option, version)
  // etcd ignores an empty environment variable (pkg/flags/flag.go) but not an empty flag, so an empty value is unclear.
  if (value === '') return { wanted: CHECKS[option.type].wanted(choices), near: undefined }
  if (/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(value))
    return { wanted: 'it on one line, without control characters', near: undefined }
  const { fits, wanted, near } = CHECKS[option.type]
  if (option.type === 'list' && value.includes(',') && !takesSeveral(option, version))
    return {
      wanted: `a single entry: etcd ${version} does not accept a list here`,
      near: value.split(',')[0],
    }
  // The default is always allowed, such as `*` for the URLs of cors.
  return value === defaultOf(option, version) || fits(value, choices)
    ? undefined
    : { wanted: wanted(choices), near: near?.(value, choices) }
}

/** Whether etcd accepts it as a URL (etcd, client/pkg/types/urls.go, NewURLs). */
function isUrl(value: string): boolean {
  const parts = /^https?:\/\/(\[[0-9a-f:.]+\]|[^/?#[\]:@\s]+):(\d{1,5})$/i.exec(value.trim())
  const [, host = '', port = ''] = parts ?? []
  // For IPv6, Go and the WHATWG agree. node:net knows it as well, but takes longer to load than this to run.
  const isHost = !host.startsWith('[') || URL.canParse(`http://${host}`)
  return parts !== null && isHost && Number(port) >= 1 && Number(port) <= 65535
}

function attempt(read: () => string): string | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
