import type { Minor } from '../releases.ts'

/**
 * The type of an option's value, as etcd's flag parses it:
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

/** By line, the first patch with something: `{ '3.4': 25, '3.5': 8, '3.6': 0 }`. An absent line never has it. */
export type Lines = Readonly<Partial<Record<Minor, number>>>

/** Values by version; each is valid from its line or patch on: `{ '3.4': …, '3.5.15': …, '3.6': … }`. */
export type ByVersion<T> = Readonly<Partial<Record<Minor | `${Minor}.${number}`, T>>>

/** The key of an option in etcd.conf.yml, and the form of its value. */
export type FileKey = {
  /** The mapping that contains the key, with dots for nested mappings; the top level if absent. */
  readonly section?: string
  /** The key in this mapping. */
  readonly key: string
  /**
   * `scalar`: the flag's value as text, number or boolean, by its type; `list`: a YAML list of texts;
   * `nanoseconds`: a duration as the whole number that Go's JSON reads.
   */
  readonly form: 'scalar' | 'list' | 'nanoseconds'
}

/** An etcd option in all lines. The functions of index.ts read what differs between versions. */
export type EtcdOption = {
  /** The flag without its dashes. */
  readonly name: string
  readonly type: OptionType
  /** The allowed values of a `choice`. */
  readonly choices?: readonly string[] | ByVersion<readonly string[]>
  /** The releases that accept several values, for a `list` that was a single value before. */
  readonly severalSince?: Lines
  /** What it does, in one sentence. */
  readonly about: string
  /** The releases with the flag. */
  readonly lines: Lines
  /** The default, in the notation of the flag and of `etcd --help`. */
  readonly default: string | ByVersion<string>
  /** The default with a configuration file, in the releases where it differs from the flag's. */
  readonly defaultInFile?: ByVersion<string>
  /** The first line in which the option is deprecated. */
  readonly deprecated?: Minor
  /** The replacement in lines that deprecate or lack it: an option, or a gate as `feature-gates=Name=true`. */
  readonly replacement?: string
  /** Its key in the configuration file; `false` if there is none. */
  readonly file: FileKey | false | ByVersion<FileKey | false>
}
