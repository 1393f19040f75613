import { clientCatalogue, secretsCatalogue } from './client.ts'
import { cloudInitCatalogue } from './cloud-init.ts'
import type { Entry } from './entry.ts'
import { fileCatalogue } from './file.ts'
import { installCatalogue } from './install.ts'
import { networkCatalogue } from './network.ts'
import { nodeCatalogue } from './node.ts'
import { optionCatalogue } from './option.ts'
import { settingsCatalogue } from './settings.ts'
import { shapeCatalogue } from './shape.ts'
import { tlsCatalogue } from './tls.ts'
import { versionCatalogue } from './version.ts'
import { yamlCatalogue } from './yaml.ts'

/** Everything that quorate can say about a spec, by code. */
export const catalogue = {
  ...fileCatalogue,
  ...yamlCatalogue,
  ...shapeCatalogue,
  ...networkCatalogue,
  ...nodeCatalogue,
  ...settingsCatalogue,
  ...versionCatalogue,
  ...installCatalogue,
  ...tlsCatalogue,
  ...clientCatalogue,
  ...secretsCatalogue,
  ...optionCatalogue,
  ...cloudInitCatalogue,
}

/** A code of the catalogue. */
export type Code = keyof typeof catalogue

/** What a code's texts have to be told. */
export type ParametersOf<Known extends Code> =
  (typeof catalogue)[Known] extends Entry<infer Parameters> ? Parameters : never
