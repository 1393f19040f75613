import type { Spec } from './spec.types.ts'

/** The accounts, paths and unit of a cluster that shares its machines with other clusters: they follow from its name. */
export function sharedDefaults(spec: unknown): object {
  const { sharedMachines, name } = (spec ?? {}) as Partial<Spec>
  // The schema reports any other name.
  if (sharedMachines !== true || typeof name !== 'string' || !/^[a-z0-9-]{1,63}$/.test(name)) return {}
  const own = ownName(name)
  return {
    etcd: {
      account: { user: own, group: own },
      paths: {
        data: `/var/lib/${own}`,
        configuration: `/etc/${own}`,
        environmentFile: `/etc/default/${own}`,
        // Clusters may run different versions, so none has its programs in a directory that the others use.
        binaries: `/opt/${own}/bin`,
        releases: `/opt/${own}`,
      },
    },
    systemd: { unit: own },
  }
}

const ownName = (cluster: string) => `etcd-${cluster}`
