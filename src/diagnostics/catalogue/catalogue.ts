import { caCatalogue } from './ca.ts'
import { certificateCatalogue } from './certificate.ts'
import { clientCatalogue, secretsCatalogue } from './client.ts'
import { cloudInitCatalogue } from './cloud-init.ts'
import { commandCatalogue, usageCatalogue } from './command.ts'
import { openCatalogue, sealCatalogue } from './encryption.ts'
import type { Entry } from './entry.ts'
import { fileCatalogue } from './file.ts'
import { folderCatalogue } from './folder.ts'
import { importCatalogue, importedCertificateCatalogue, importFileCatalogue } from './import.ts'
import { installCatalogue } from './install.ts'
import { keyFileCatalogue } from './key-file.ts'
import { listenersCatalogue } from './listeners.ts'
import { networkCatalogue } from './network.ts'
import { nodeCatalogue } from './node.ts'
import { optionCatalogue } from './option.ts'
import { pkiFileCatalogue } from './pki-file.ts'
import { settingsCatalogue } from './settings.ts'
import { shapeCatalogue } from './shape.ts'
import { sshCatalogue } from './ssh.ts'
import { systemdCatalogue } from './systemd.ts'
import { tlsCatalogue } from './tls.ts'
import { togetherCatalogue } from './together.ts'
import { userDataCatalogue } from './user-data.ts'
import { versionCatalogue } from './version.ts'
import { yamlCatalogue } from './yaml.ts'

/** Everything that quorate can say about the text of a spec, by code. */
export const specCatalogue = {
  ...fileCatalogue,
  ...yamlCatalogue,
  ...shapeCatalogue,
  ...listenersCatalogue,
  ...networkCatalogue,
  ...nodeCatalogue,
  ...settingsCatalogue,
  ...sshCatalogue,
  ...systemdCatalogue,
  ...versionCatalogue,
  ...installCatalogue,
  ...tlsCatalogue,
  ...clientCatalogue,
  ...secretsCatalogue,
  ...optionCatalogue,
  ...cloudInitCatalogue,
}

/** Everything else that quorate can say: about what it renders, a PKI, a folder or the command line. */
export const otherCatalogue = {
  ...togetherCatalogue,
  ...userDataCatalogue,
  ...pkiFileCatalogue,
  ...caCatalogue,
  ...certificateCatalogue,
  ...importFileCatalogue,
  ...importCatalogue,
  ...importedCertificateCatalogue,
  ...openCatalogue,
  ...sealCatalogue,
  ...keyFileCatalogue,
  ...folderCatalogue,
  ...usageCatalogue,
  ...commandCatalogue,
}

/** Everything that quorate can say to a user, by code. */
export const catalogue = { ...specCatalogue, ...otherCatalogue }

/** A code of the catalogue. */
export type Code = keyof typeof catalogue

/** The parameters of a code's texts. */
export type ParametersOf<Known extends Code> =
  (typeof catalogue)[Known] extends Entry<infer Parameters> ? Parameters : never
