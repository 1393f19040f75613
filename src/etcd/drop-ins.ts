/**
 * What a drop-in of etcd's units must not have, as grep -E and JavaScript read it: the command line, the environment and the
 * account of etcd are quorate's, and so is every setting of etcd. All else, such as scheduling, is the user's.
 * templates/bundle/script/facts.sh judges the drop-ins on a node by the same pattern.
 */
export const CONFIGURES_ETCD = '^[[:space:]]*(ExecStart|EnvironmentFile|User|Group)[[:space:]]*=|ETCD_'

const PATTERN = new RegExp(CONFIGURES_ETCD.replaceAll('[[:space:]]', '\\s'), 'm')

/** Whether a drop-in with this text configures etcd. */
export const configuresEtcd = (text: string): boolean => PATTERN.test(text)
