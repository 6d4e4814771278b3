/** @clerk/backend as published makes templates and asks for their tokens, and jose, as other services do, verifies these. */
import { createClerkClient } from '@clerk/backend'
import { createRemoteJWKSet, jwtVerify } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testServer } from '../../packages/server/src/testing/test-server.js'
import { type Listening, listening } from '../environment/listening.js'

describe.each(engines)('clerkClient.jwtTemplates of @clerk/backend on %s', (engine) => {
  let server: TestServer
  let api: Listening
  let clerk: ReturnType<typeof createClerkClient>

  beforeAll(async () => {
    server = await testServer(engine, { now: Date.now })
    api = await listening(server.frontdesk.listener)
    clerk = createClerkClient({ secretKey: server.instance.keys.secretKey.reveal(), apiUrl: `${api.origin}/__clerk/api` })
  })
  afterAll(async () => {
    await api.close()
    await server.close()
  })

  const secret = 'a secret that two services share'
  const claims = { aud: 'shop', role: "{{user.public_metadata.role || 'guest'}}", nested: { camelCase: '{{user.id}}' } }

  test('@clerk/backend creates, reads, lists, changes and deletes a template', async () => {
    const made = await clerk.jwtTemplates.create({ name: 'sdk', claims, lifetime: 600, allowedClockSkew: 0 })
    expect(made).toMatchObject({ name: 'sdk', claims, lifetime: 600, allowedClockSkew: 0, customSigningKey: false })
    expect(await clerk.jwtTemplates.get(made.id)).toEqual(made)
    expect(await clerk.jwtTemplates.list()).toEqual({ data: [made], totalCount: 1 })
    const changed = await clerk.jwtTemplates.update({ templateId: made.id, name: 'sdk', claims: {}, lifetime: 90 })
    expect(changed).toMatchObject({ id: made.id, claims: {}, lifetime: 90 })
    expect(await clerk.jwtTemplates.delete(made.id)).toMatchObject({ id: made.id, object: 'jwt_template', deleted: true })
    await expect(clerk.jwtTemplates.get(made.id)).rejects.toMatchObject({ status: 404 })
  })

  test('jose verifies tokens of templates, by the published keys and by a shared secret', async () => {
    const user = await clerk.users.createUser({
      emailAddress: [`jose-${engine}@example.com`],
      publicMetadata: { role: 'chef' },
      skipPasswordRequirement: true,
    })
    const session = await clerk.sessions.createSession({ userId: user.id })
    await clerk.jwtTemplates.create({ name: 'published', claims })
    await clerk.jwtTemplates.create({
      name: 'shared',
      claims,
      customSigningKey: true,
      signingAlgorithm: 'HS256',
      signingKey: secret,
    })
    const expected = { aud: 'shop', role: 'chef', nested: { camelCase: user.id }, sub: user.id }
    const issuer = server.instance.keys.issuer

    const published = await clerk.sessions.getToken(session.id, 'published')
    const keys = createRemoteJWKSet(new URL(`${api.origin}/__clerk/.well-known/jwks.json`))
    const byKeys = await jwtVerify(published.jwt, keys, { issuer, audience: 'shop', algorithms: ['RS256'] })
    expect(byKeys.payload).toMatchObject(expected)

    const shared = await clerk.sessions.getToken(session.id, 'shared', 120)
    const bySecret = await jwtVerify(shared.jwt, new TextEncoder().encode(secret), { issuer, algorithms: ['HS256'] })
    expect(bySecret.payload).toMatchObject(expected)
    expect(bySecret.payload.exp! - bySecret.payload.iat!).toBe(120)
    await expect(jwtVerify(shared.jwt, new TextEncoder().encode(`${secret}!`))).rejects.toThrow('signature')
  })
})
