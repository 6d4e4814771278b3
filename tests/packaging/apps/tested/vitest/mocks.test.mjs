import * as sdk from '@frontdesk/express'
import * as server from 'frontdesk'
import * as embedding from 'frontdesk/express'

vi.mock('@frontdesk/express')
vi.mock('frontdesk')
vi.mock('frontdesk/express')

test('what the packages export is mocked, and what a test makes of it is what the app gets', () => {
  const functions = [sdk.getAuth, sdk.clerkMiddleware, sdk.requireAuth, sdk.verifyToken, sdk.clerkClient.users.getUser]
  for (const mocked of [...functions, server.createFrontdesk, embedding.frontdesk]) expect(vi.isMockFunction(mocked)).toBe(true)
  sdk.getAuth.mockReturnValue({ userId: 'user_1' })
  expect(sdk.getAuth({}).userId).toBe('user_1')
})
