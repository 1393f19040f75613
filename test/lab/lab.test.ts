import { testScenarios } from './scenario-tests.ts'
import { scenarios } from './scenarios/index.ts'
import { threeNode } from './scenarios/three-node.ts'

// `npm run test:lab`: every scenario but the one that `npm test` runs.
await testScenarios(scenarios.filter((scenario) => scenario !== threeNode))
