const sdk = require('@frontdesk/express')
const server = require('frontdesk')
const embedding = require('frontdesk/express')

jest.mock('@frontdesk/express')
jest.mock('frontdesk')
jest.mock('frontdesk/express')

test('what the packages export is mocked, and what a test makes of it is what the app gets', async () => {
  const functions = [sdk.getAuth, sdk.clerkMiddleware, sdk.requireAuth, sdk.verifyToken, sdk.clerkClient.users.getUser]
  for (const mocked of [...functions, server.createFrontdesk, embedding.frontdesk]) expect(jest.isMockFunction(mocked)).toBe(true)
  sdk.getAuth.mockReturnValue({ userId: 'user_1' })
  expect(sdk.getAuth({}).userId).toBe('user_1')
})
