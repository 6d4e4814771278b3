import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { TestingToken } from '../resources/token.js'

export const testingTokens = defineOperations('backend', backendOperations.testingTokens, {
  createTestingToken: { response: TestingToken },
})
