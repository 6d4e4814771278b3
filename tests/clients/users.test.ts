/** @clerk/backend as published, against a server on a port: what it sends and what it makes of our answers. */
import { createClerkClient } from '@clerk/backend'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { goldenDigests } from '../../packages/server/src/testing/golden-digests.js'
import { socialServer } from '../../packages/server/src/testing/social-server.js'
import { engines, type TestServer, testPassword, testServer } from '../../packages/server/src/testing/test-server.js'
import { type Listening, listening } from '../environment/listening.js'

// 1 pixel, transparent.
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')

describe.each(engines)('clerkClient.users of @clerk/backend on %s', (engine) => {
  let server: TestServer
  let api: Listening
  let clerk: ReturnType<typeof createClerkClient>

  beforeAll(async () => {
    server = await testServer(engine)
    api = await listening(server.frontdesk.listener)
    clerk = createClerkClient({
      secretKey: server.instance.keys.secretKey.reveal(),
      apiUrl: `${api.origin}/__clerk/api`,
    })
  })
  afterAll(async () => {
    await api.close()
    await server.close()
  })

  const refusal = (code: string, status: number) =>
    expect.objectContaining({ status, errors: [expect.objectContaining({ code })] })

  test('@clerk/backend creates, reads, changes and deletes a user', async () => {
    const createdAt = new Date('2012-10-20T07:15:20.902Z')
    const user = await clerk.users.createUser({
      emailAddress: ['sdk@example.com', 'sdk-second@example.com'],
      username: 'sdk-user',
      firstName: 'Sdk',
      lastName: 'User',
      externalId: 'sdk-1',
      password: testPassword,
      createdAt,
      publicMetadata: { camelCase: { snake_case: 1 } },
    })
    expect(user).toMatchObject({
      username: 'sdk-user',
      fullName: 'Sdk User',
      externalId: 'sdk-1',
      passwordEnabled: true,
      createdAt: createdAt.getTime(),
      publicMetadata: { camelCase: { snake_case: 1 } },
      banned: false,
      locked: false,
    })
    expect(user.emailAddresses.map((address) => address.emailAddress)).toEqual(['sdk@example.com', 'sdk-second@example.com'])
    expect(user.primaryEmailAddress?.emailAddress).toBe('sdk@example.com')
    expect(user.primaryEmailAddress?.verification?.status).toBe('verified')
    expect((await clerk.users.getUser(user.id)).raw).toEqual(user.raw)

    const changed = await clerk.users.updateUser(user.id, {
      firstName: 'Changed',
      primaryEmailAddressID: user.emailAddresses[1]!.id,
      deleteSelfEnabled: false,
    })
    expect(changed).toMatchObject({ firstName: 'Changed', lastName: 'User', deleteSelfEnabled: false })
    expect(changed.primaryEmailAddress?.emailAddress).toBe('sdk-second@example.com')

    expect(await clerk.users.deleteUser(user.id)).toMatchObject({ object: 'user', id: user.id, deleted: true })
    await expect(clerk.users.getUser(user.id)).rejects.toEqual(refusal('resource_not_found', 404))
  })

  test('@clerk/backend lists and counts users with filters, order and pages', async () => {
    const ids: string[] = []
    for (const name of ['Anna', 'Berta', 'Carla']) {
      server.clock.advance(1_000)
      const emailAddress = [`${name}@list.example`]
      ids.push((await clerk.users.createUser({ emailAddress, firstName: name, skipPasswordRequirement: true })).id)
    }
    const [anna, berta, carla] = ids as [string, string, string] // three, above

    const newest = await clerk.users.getUserList({ query: '@LIST.', orderBy: '-created_at', limit: 2 })
    expect([newest.data.map(({ id }) => id), newest.totalCount]).toEqual([[carla, berta], 3])
    const rest = await clerk.users.getUserList({ query: '@list.', orderBy: '-created_at', limit: 2, offset: 2 })
    expect(rest.data.map(({ id }) => id)).toEqual([anna])

    expect((await clerk.users.getUserList({ userId: [anna, berta], orderBy: '+created_at' })).data.map(({ id }) => id)).toEqual([
      anna,
      berta,
    ])
    expect((await clerk.users.getUserList({ emailAddress: ['berta@list.example', 'nobody@list.example'] })).totalCount).toBe(1)
    expect((await clerk.users.getUserList({ query: 'carla' })).data.map(({ id }) => id)).toEqual([carla])
    expect(await clerk.users.getCount({ query: '@list.example' })).toBe(3)
    expect(await clerk.users.getCount()).toBe((await clerk.users.getUserList({ limit: 500 })).data.length)
  })

  test('@clerk/backend merges and replaces metadata', async () => {
    const { id } = await clerk.users.createUser({
      emailAddress: ['metadata@example.com'],
      password: testPassword,
      privateMetadata: { plan: { name: 'free', seats: 1 } },
    })
    const merged = await clerk.users.updateUserMetadata(id, { privateMetadata: { plan: { seats: null, isTrial: true } } })
    expect(merged.privateMetadata).toEqual({ plan: { name: 'free', isTrial: true } })
    expect((await clerk.users.replaceUserMetadata(id, { privateMetadata: { a_b: 1 } })).privateMetadata).toEqual({ a_b: 1 })
  })

  test.each(goldenDigests)(
    '@clerk/backend creates users with imported %s passwords',
    async (hasher, password, passwordDigest) => {
      const passwordHasher = hasher as 'bcrypt' // its type lacks some of those that its server takes
      const emailAddress = [`${hasher}@example.com`.replaceAll('_', '-')]
      const { id } = await clerk.users.createUser({ emailAddress, passwordHasher, passwordDigest })
      expect(await clerk.users.verifyPassword({ userId: id, password })).toEqual({ verified: true })
      await expect(clerk.users.verifyPassword({ userId: id, password: 'wrong' })).rejects.toEqual(
        refusal('incorrect_password', 422),
      )
    },
  )

  test('@clerk/backend removes passwords', async () => {
    const { id } = await clerk.users.createUser({ emailAddress: ['removed@example.com'], password: testPassword })
    expect((await clerk.users.removePassword(id, { signOutOfOtherSessions: true })).passwordEnabled).toBe(false)
  })

  test('@clerk/backend bans and locks a user, and lifts both', async () => {
    const { id } = await clerk.users.createUser({ emailAddress: ['banned@example.com'], password: testPassword })
    await server.browser().signIn('banned@example.com')
    expect((await clerk.sessions.getSessionList({ userId: id, status: 'active' })).totalCount).toBe(1)
    expect((await clerk.users.banUser(id)).banned).toBe(true)
    expect((await clerk.sessions.getSessionList({ userId: id, status: 'active' })).totalCount).toBe(0)
    expect((await clerk.users.unbanUser(id)).banned).toBe(false)
    expect((await clerk.users.lockUser(id)).locked).toBe(true)
    expect((await clerk.users.unlockUser(id)).locked).toBe(false)
  })

  test('@clerk/backend sets and removes the profile image', async () => {
    const { id, hasImage } = await clerk.users.createUser({ emailAddress: ['image@example.com'], password: testPassword })
    expect(hasImage).toBe(false)
    expect((await clerk.users.updateUserProfileImage(id, { file: new Blob([gif], { type: 'image/gif' }) })).hasImage).toBe(true)
    expect((await clerk.users.deleteUserProfileImage(id)).hasImage).toBe(false)
  })

  test('@clerk/backend adds, verifies and deletes email addresses', async () => {
    const { id } = await clerk.users.createUser({ emailAddress: ['main@example.com'], password: testPassword })
    const added = await clerk.emailAddresses.createEmailAddress({ userId: id, emailAddress: 'more@example.com' })
    expect((await clerk.emailAddresses.getEmailAddress(added.id)).emailAddress).toBe('more@example.com')
    const updated = await clerk.emailAddresses.updateEmailAddress(added.id, { verified: true, primary: true })
    expect(updated.verification?.status).toBe('verified')
    expect((await clerk.users.getUser(id)).primaryEmailAddressId).toBe(added.id)
    expect(await clerk.emailAddresses.deleteEmailAddress(added.id)).toMatchObject({ id: added.id, deleted: true })
  })

  test('refusals arrive in @clerk/backend as the errors that apps catch', async () => {
    await clerk.users.createUser({ emailAddress: ['taken@example.com'], password: testPassword })
    await expect(clerk.users.createUser({ emailAddress: ['taken@example.com'], password: testPassword })).rejects.toEqual(
      refusal('form_identifier_exists', 422),
    )
    await expect(clerk.users.createUser({ phoneNumber: ['+15555550100'], password: testPassword })).rejects.toEqual(
      refusal('form_data_missing', 422),
    )
  })
})

test('@clerk/backend gets the tokens that a user has at a provider, fresh ones once they are over', async () => {
  const server = await socialServer('sqlite')
  const api = await listening(server.frontdesk.listener)
  const secretKey = server.instance.keys.secretKey.reveal()
  const { users } = createClerkClient({ secretKey, apiUrl: `${api.origin}/__clerk/api` })
  const browser = server.browser()
  await server.go(browser, 'sign_ups', { sub: 'ann', email: 'ann@example.com', email_verified: true })
  const [{ user }] = (await server.stateOf(browser)).sessions
  const tokens = async (provider: 'custom_acme' | 'custom_other' = 'custom_acme') =>
    users.getUserOauthAccessToken(user.id, provider as never) // its type knows no providers of an operator's own

  const first = await tokens()
  expect(first).toMatchObject({
    totalCount: 1,
    data: [
      {
        externalAccountId: user.external_accounts[0].id,
        provider: 'oauth_custom_acme',
        token: expect.any(String),
        expiresAt: server.clock.now() + 3600_000,
        publicMetadata: {},
        scopes: ['openid', 'profile', 'email'],
        idToken: expect.stringMatching(/^ey/),
      },
    ],
  })
  server.clock.advance(3600_000)
  const [fresh] = (await tokens()).data
  expect(fresh!.token).not.toBe(first.data[0]!.token)
  expect(fresh).toMatchObject({ expiresAt: server.clock.now() + 3600_000, idToken: first.data[0]!.idToken })
  expect(await tokens('custom_other')).toEqual({ data: [], totalCount: 0 })

  server.acme.lie = { refusesRefresh: true }
  server.clock.advance(3600_000)
  await expect(tokens()).rejects.toMatchObject({ status: 422, errors: [{ code: 'oauth_token_retrieval_error' }] })
  await users.deleteUserExternalAccount({ userId: user.id, externalAccountId: user.external_accounts[0].id })
  expect(await tokens()).toEqual({ data: [], totalCount: 0 })
  await api.close()
  await server.close()
})
