import type { ExtendedKeyUsage } from './plan.ts'

/** The object identifiers of extended key usages (RFC 5280, 4.2.1.12). */
export const usageIdentifiers: Readonly<Record<ExtendedKeyUsage, string>> = {
  serverAuth: '1.3.6.1.5.5.7.3.1',
  clientAuth: '1.3.6.1.5.5.7.3.2',
}

/** The name of an extended key usage from its object identifier; the identifier itself when it is another one. */
export const usageName = (identifier: string): string =>
  Object.entries(usageIdentifiers).find(([, known]) => known === identifier)?.[0] ?? identifier
