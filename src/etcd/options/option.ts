import type { Minor } from '../releases.ts'

/**
 * What an option takes, by what etcd's flag parses:
 * `bytes`, `milliseconds` and `seconds` are plain numbers of that unit; a `duration` has Go's notation (`1h30m`);
 * `urls` and `list` are separated by commas.
 */
export type OptionType =
  | 'text'
  | 'path'
  | 'boolean'
  | 'integer'
  | 'bytes'
  | 'milliseconds'
  | 'seconds'
  | 'duration'
  | 'choice'
  | 'url'
  | 'urls'
  | 'list'

/** By line, the first patch that something is true of: `{ '3.4': 25, '3.5': 8, '3.6': 0 }`. A line that is absent lacks it. */
export type Lines = Readonly<Partial<Record<Minor, number>>>

/** What differs between versions: each value from its line or patch on, `{ '3.4': …, '3.5.15': …, '3.6': … }`. */
export type ByVersion<T> = Readonly<Partial<Record<Minor | `${Minor}.${number}`, T>>>

/** Where an option stands in etcd.conf.yml, and in what form. */
export type FileKey = {
  /** The mapping that holds it, a dot for each mapping within another; the top where there is none. */
  readonly section?: string
  /** Its key there. */
  readonly key: string
  /**
   * `scalar`: the flag's value as text, number or truth value, by its type; `list`: a YAML list of texts;
   * `nanoseconds`: a duration as the whole number that Go's JSON reads.
   */
  readonly form: 'scalar' | 'list' | 'nanoseconds'
}

/** One of etcd's options, over all lines. What may differ between versions is read by the functions of index.ts. */
export type EtcdOption = {
  /** The flag without its dashes. */
  readonly name: string
  readonly type: OptionType
  /** For a `choice`: what it may be. */
  readonly choices?: readonly string[] | ByVersion<readonly string[]>
  /** For a `list` that began as a single value: the releases that take several. */
  readonly severalSince?: Lines
  /** What it does, in a sentence of our own. */
  readonly about: string
  /** Which releases take the flag. */
  readonly lines: Lines
  /** What etcd takes where the option is not given, in the flag's notation and as `etcd --help` has it. */
  readonly default: string | ByVersion<string>
  /** What a configuration file without the option sets, in the releases where that is not the flag's default. */
  readonly defaultInFile?: ByVersion<string>
  /** The first line that calls the option deprecated. */
  readonly deprecated?: Minor
  /** What does the same in the lines that deprecate or lack it: another option, or a gate as `feature-gates=Name=true`. */
  readonly replacement?: string
  /** Its place in the configuration file; `false`: a file has no key for it. */
  readonly file: FileKey | false | ByVersion<FileKey | false>
}
