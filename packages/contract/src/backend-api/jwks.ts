import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { Jwks } from '../resources/token.js'

export const jwks = defineOperations('backend', backendOperations.jwks, { getJwks: { response: Jwks } })
