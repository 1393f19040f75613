/** A private key of age or of one of its plugins, wherever it stands (C2SP, age.md). The name of a plugin's program is none. */
const SECRET = /(AGE-SECRET-KEY-|AGE-PLUGIN-(?=[A-Z0-9-]*1[A-Z0-9]{6}))([A-Z0-9-]+)/gi

/**
 * A text in which nobody can read a private key that somebody has pasted into their spec: each character of it is a star.
 * As long as before, so that places in it stay where they are.
 */
export function masked(text: string): string {
  return text.replace(SECRET, (_, kind: string, secret: string) => kind + '*'.repeat(secret.length))
}
