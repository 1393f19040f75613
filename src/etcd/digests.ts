import type { Architecture } from './releases.ts'

/**
 * SHA-256 digests of release archives by version, oldest first. Source: SHA256SUMS of each release; for those before
 * 3.5.33 as kubespray pins them (roles/kubespray_defaults/vars/main/checksums.yml).
 */
const DIGESTS: Readonly<Record<string, Readonly<Partial<Record<Architecture, string>>>>> = {
  '3.5.12': {
    amd64: 'f2ff0cb43ce119f55a85012255609b61c64263baea83aa7c8e6846c0938adca5',
    arm64: '31f30c01918771ece28d6e553e0f33be9483ced989896ecf6bbe1edb07786141',
    ppc64le: 'ebd8060508d572678d8d1e4f90f87863e3a6cfcba856ceca32379b03251c0597',
  },
  '3.5.16': {
    amd64: 'b414b27a5ad05f7cb01395c447c85d3227e3fb1c176e51757a283b817f645ccc',
    arm64: '8e68c55e6d72b791a9e98591c755af36f6f55aa9eca63767822cd8a3817fdb23',
    ppc64le: '33322806f4a2aa3d4947a4d42ec6a120296535e7f00e2f9d74e515e9386333e0',
  },
  '3.5.21': {
    amd64: 'adddda4b06718e68671ffabff2f8cee48488ba61ad82900e639d108f2148501c',
    arm64: '95bf6918623a097c0385b96f139d90248614485e781ec9bee4768dbb6c79c53f',
    ppc64le: '6fb6ecb3d1b331eb177dc610a8efad3aceb1f836d6aeb439ba0bfac5d5c2a38c',
  },
  '3.5.27': {
    amd64: '0aad9a9e4e0817a021e933f9806a2b2960a62f949ad5a3d6436d8886945cb1bc',
    arm64: '1277309f540c5a0329c428f95455c9f76d24f768c8d28fd2753e891c379053fa',
    ppc64le: 'b41d488dcd579e780f49f5bd747e9386e17e1376ffb77bfff061f7944818a678',
  },
  '3.5.33': {
    amd64: '5025b5b24d81a9616b6e284ccd439b9a3df055ef8fdcdc142af3ec8f6a3b3c95',
    arm64: '0764c5c0acef155f4bfa0487791cc5776adef66315bf16ec0653883bfd463a90',
  },
  '3.6.14': {
    amd64: 'ffe840ff9295808e88cce2794a18a5ac87f12a5203c8314d0bf6aa119b41bac5',
    arm64: 'fa1b80565ee6fc2df1ae6f57a508b221f3ecc7d591c317c581cd8281b0842b3e',
  },
}

/** The versions whose archives quorate knows the digests of, newest first. */
export const PINNED_VERSIONS: readonly string[] = Object.keys(DIGESTS).reverse()

/** Of those, the newest of each line: the ones to suggest. */
export const NEWEST_PINNED: readonly string[] = PINNED_VERSIONS.filter((version, index) => {
  const line = version.replace(/\d+$/, '')
  return PINNED_VERSIONS.findIndex((other) => other.startsWith(line)) === index
})

/** The digest of an archive, where quorate knows it. */
export function pinnedDigest(version: string, architecture: Architecture): string | undefined {
  return Object.hasOwn(DIGESTS, version) ? DIGESTS[version]?.[architecture] : undefined
}
