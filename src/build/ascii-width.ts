import { stripVTControlCharacters } from 'node:util'

/**
 * Stands in for the package string-width in what runs. yargs lines up its help with that; its tables for emoji take
 * 30 ms to load, more than Node's own start, and our help is ASCII.
 *
 * @returns how many columns an ASCII text takes in a terminal
 */
export default function asciiWidth(text: string): number {
  return stripVTControlCharacters(text).length
}
