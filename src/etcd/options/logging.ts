import { ONLY_3_4, option, SINCE_3_5, SINCE_3_6, topLevel } from './define.ts'
import type { EtcdOption } from './option.ts'

/** Under "Logging" of `etcd --help`, and what 3.4 had in its place. */
export const LOGGING: readonly EtcdOption[] = [
  option('logger', 'choice', { '3.4': 'capnslog', '3.5': 'zap' }, 'What writes the log.', {
    choices: { '3.4': ['capnslog', 'zap'], '3.5': ['zap'] },
  }),
  option('log-outputs', 'list', 'default', 'Where the log goes: stdout, stderr, systemd/journal or files.', {
    file: topLevel('log-outputs', 'list'),
  }),
  option('log-level', 'choice', 'info', 'What is logged: this and what is worse.', {
    choices: ['debug', 'info', 'warn', 'error', 'panic', 'fatal'],
  }),
  option('log-format', 'choice', 'json', 'How a line of the log looks.', {
    choices: ['json', 'console'],
    lines: SINCE_3_6,
  }),
  option('enable-log-rotation', 'boolean', 'false', 'Rotates the log, which has to go to one file.', {
    lines: SINCE_3_5,
  }),
  option(
    'log-rotation-config-json',
    'text',
    '{"maxsize": 100, "maxage": 0, "maxbackups": 0, "localtime": false, "compress": false}',
    'When the log is rotated, in megabytes and days, and how many old files are kept.',
    { lines: SINCE_3_5 },
  ),
  option(
    'warning-unary-request-duration',
    'duration',
    '300ms',
    'From what time on a request is logged as slow.',
    {
      lines: SINCE_3_6,
    },
  ),
  option('debug', 'boolean', 'false', 'Logs everything.', {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-level',
  }),
  option('log-package-levels', 'text', '', "A log level for each of etcd's packages, with capnslog only.", {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-level',
  }),
  option('log-output', 'list', 'default', 'Where the log goes.', {
    lines: ONLY_3_4,
    deprecated: '3.4',
    replacement: 'log-outputs',
    file: topLevel('log-output', 'list'),
  }),
]
