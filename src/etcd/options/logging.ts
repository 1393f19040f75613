import { ONLY_3_4, option, SINCE_3_5, SINCE_3_6, topLevel } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Logging" of `etcd --help`, and the older options of 3.4. */
export const LOGGING: readonly EtcdOption[] = [
  option('logger', 'choice', { '3.4': 'capnslog', '3.5': 'zap' }, 'Logger that writes the log.', {
    choices: { '3.4': ['capnslog', 'zap'], '3.5': ['zap'] },
  }),
  option('log-outputs', 'list', 'default', 'Where etcd logs: stdout, stderr, systemd/journal or files.', {
    file: topLevel('log-outputs', 'list'),
  }),
  option('log-level', 'choice', 'info', 'Lowest level of the messages that etcd logs.', {
    choices: ['debug', 'info', 'warn', 'error', 'panic', 'fatal'],
  }),
  option('log-format', 'choice', 'json', 'Format of a log line.', {
    choices: ['json', 'console'],
    lines: SINCE_3_6,
  }),
  option('enable-log-rotation', 'boolean', 'false', 'Rotates the log. log-outputs must then be one file.', {
    lines: SINCE_3_5,
  }),
  option(
    'log-rotation-config-json',
    'text',
    '{"maxsize": 100, "maxage": 0, "maxbackups": 0, "localtime": false, "compress": false}',
    'Size (megabytes) and age (days) at which the log is rotated, and the number of old files to keep.',
    { lines: SINCE_3_5 },
  ),
  option(
    'warning-unary-request-duration',
    'duration',
    '300ms',
    'Duration from which etcd logs a request as slow.',
    {
      lines: SINCE_3_6,
    },
  ),
  option('debug', 'boolean', 'false', 'Logs debug messages.', {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-level',
  }),
  option('log-package-levels', 'text', '', 'Log level of each package of etcd, only with capnslog.', {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-level',
  }),
  option('log-output', 'list', 'default', 'Where etcd logs.', {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-outputs',
    file: topLevel('log-output', 'list'),
  }),
]
