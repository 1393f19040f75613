import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { bundle } from './bundle.ts'
import { compileTemplates, TEMPLATES_TYPES } from './templates.ts'
import { VALIDATOR_TYPES, validatorCode } from './validator.ts'

/**
 * `npm run build`: writes src/generated/ (the spec's validator, the compiled templates), which the sources import, and
 * dist/, which is what runs.
 */
mkdirSync('src/generated', { recursive: true })
writeFileSync('src/generated/validate-spec.js', await validatorCode())
writeFileSync('src/generated/validate-spec.d.ts', VALIDATOR_TYPES)
writeFileSync('src/generated/templates.js', compileTemplates('templates'))
writeFileSync('src/generated/templates.d.ts', TEMPLATES_TYPES)
rmSync('dist', { recursive: true, force: true })
await bundle('dist')
