import { testScenarios } from './scenario-tests.ts'
import { threeNode } from './scenarios/three-node.ts'

// The one scenario that plain `npm test` runs too.
await testScenarios([threeNode])
