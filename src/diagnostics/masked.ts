/** A private key of age or of one of its plugins, wherever it stands (C2SP, age.md). The name of a plugin's program is none. */
const SECRET = /(AGE-SECRET-KEY-|AGE-PLUGIN-(?=[A-Z0-9-]*1[A-Z0-9]{6}))([A-Z0-9-]+)/gi

/** What follows the first line of a private key in PEM (RFC 7468, section 10), escapes of YAML and JSON included. */
const PEM = /(-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----)((?:[A-Za-z0-9+/=\s\\:,]|-(?!-))+)/g

/**
 * A text in which nobody can read a private key that somebody has pasted into their spec: each character of it is a star.
 * As long as before, so that places in it stay where they are.
 */
export function masked(text: string): string {
  return text
    .replace(SECRET, (_, kind: string, secret: string) => kind + '*'.repeat(secret.length))
    .replace(PEM, (_, begin: string, secret: string) => begin + secret.replace(/\S/g, '*'))
}
