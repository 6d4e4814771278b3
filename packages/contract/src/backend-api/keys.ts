import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { Jwks, TestingToken } from '../resources/token.js'

export const jwks = defineOperations('backend', backendOperations.jwks, { getJwks: { response: Jwks } })

export const testingTokens = defineOperations('backend', backendOperations.testingTokens, {
  createTestingToken: { response: TestingToken },
})
