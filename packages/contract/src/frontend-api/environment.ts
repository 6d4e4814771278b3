import { defineOperations } from '../operation.js'
import { frontendOperations } from '../operations.js'
import { AccountPortal, Environment } from '../resources/environment.js'

export const environment = defineOperations('frontend', frontendOperations.environment, {
  getEnvironment: { response: Environment, bare: true },
  updateEnvironment: { response: Environment, bare: true },
  getAccountPortal: { response: AccountPortal, bare: true },
})
