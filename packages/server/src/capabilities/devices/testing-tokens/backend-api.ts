import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'
import { createTestingToken } from './testing-tokens.js'

export const testingTokenRoutes = [
  route(backendApi.testingTokens.createTestingToken, { caller: secretKey, counts: [] }, async ({ instance }) =>
    createTestingToken(instance),
  ),
]
