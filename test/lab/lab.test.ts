import { testScenarios } from './scenario-tests.ts'
import { scenarios } from './scenarios/index.ts'

// Every scenario: `npm run test:lab`.
await testScenarios(scenarios)
