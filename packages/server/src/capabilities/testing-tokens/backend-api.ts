import { backendApi } from '@frontdesk/contract'
import { secretKeyRoute } from '../../http/route.js'
import { createTestingToken } from './testing-tokens.js'

export const testingTokenRoutes = [
  secretKeyRoute(backendApi.testingTokens.createTestingToken, async ({ instance }) => createTestingToken(instance)),
]
