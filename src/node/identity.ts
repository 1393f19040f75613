import type { Cluster } from '../cluster/cluster.ts'
import { joinedLine, nodePaths } from './paths.ts'
import { STYLES } from './styles/styles.ts'

/** How a machine says that it is a member of this cluster: the files that may say so, and the lines in them. */
export function identityOf(cluster: Cluster) {
  const styles = Object.values(STYLES)
  const paths = nodePaths(cluster)
  return {
    tokenFiles: styles.map(({ tokenFile }) => tokenFile(paths)),
    tokenLines: [joinedLine(cluster), ...styles.map(({ tokenLine }) => tokenLine(cluster.token))],
  }
}
