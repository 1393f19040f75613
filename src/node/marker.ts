/** Begins the line that says that quorate wrote a file. The name of the cluster follows. Scripts on the nodes read it. */
export const MARKER = '# quorate-cluster: '

/** The line in every file that configures a member. It decides whose file it is; the words around it do not. */
export function markerLine(clusterName: string): string {
  return `${MARKER}${clusterName}`
}

/** What the first line of such a file contains when an earlier version of quorate wrote it. */
export const EARLIER_MARKER = 'Written by quorate'

/** The same, for one cluster. */
export function earlierHeading(clusterName: string): string {
  return `, a member of ${clusterName}. ${EARLIER_MARKER}`
}
