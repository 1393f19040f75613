import type { HostDescription } from '../hosts/host.ts'

/** etcd-1 to etcd-3 with an IPv4 and an IPv6 address each; SSH uses IPv4. */
export const threeHosts: readonly HostDescription[] = [1, 2, 3].map((number) => hostNumber(number))

/** A host named etcd-<number>, with an IPv4 and an IPv6 address, and whatever else is asked for. */
export function hostNumber(number: number, more: Partial<HostDescription> = {}): HostDescription {
  return {
    name: `etcd-${number}`,
    addresses: [`10.240.0.${9 + number}`, `fd00:10::${9 + number}`],
    ...more,
  }
}
