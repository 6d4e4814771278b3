import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createFrontdesk } from '../../../server.js'
import { type AnyBody, engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const issuer = 'https://clerk.example.com'
const hour = 3600
const pair = () => generateKeyPairSync('rsa', { modulusLength: 2048 })
const [theirs, stranger] = [pair(), pair()]
const suffix = 'former_x'

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const claimsOf = (jwt: string): AnyBody => JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString())

function signed(
  claims: object,
  { key = theirs.privateKey as KeyObject, ...header }: { key?: KeyObject; [name: string]: unknown } = {},
) {
  const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'former_1', cat: 'cl_B7d4PD111AAA', ...header })}.${encode(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}

describe.each(engines)('sessions of a former service on %s', (engine) => {
  let keys: Server
  let asked = 0
  let server: TestServer

  beforeAll(async () => {
    keys = createServer((_, response) => {
      asked++
      response.end(JSON.stringify({ keys: [{ ...theirs.publicKey.export({ format: 'jwk' }), kid: 'former_1', use: 'sig' }] }))
    })
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(keys.address() as AddressInfo).port}`
    server = await testServer(engine, {
      outbound: { privateHosts: [host] },
      migration: { jwksUrl: `http://${host}/jwks.json`, issuer, until: '2026-03-01' },
    })
  })
  afterAll(async () => {
    await server.close()
    await new Promise((resolve) => keys.close(resolve))
  })

  let people = 0
  /** Somebody who was brought along, and the claims of the token that their browser still holds. */
  async function person(fields: object = {}, claims: object = {}) {
    const number = ++people
    const { body } = await server.backend('POST', '/users', {
      email_address: [`former-${number}@example.com`],
      skip_password_requirement: true,
      ...fields,
    })
    const iat = server.clock.now() / 1000 - 2 * hour
    const former = {
      iss: issuer,
      sid: `sess_former_${number}`,
      sub: body.id,
      iat,
      nbf: iat - 10,
      exp: iat + 60,
      sts: 'active',
      v: 2,
    }
    return { id: body.id as string, claims: { ...former, ...claims } as typeof former }
  }

  const cookiesWith = (token: string, uat = '1700000000') =>
    `__session=${token}; __session_${suffix}=${token}; __client_uat=${uat}; __client_uat_${suffix}=${uat}`
  const exchange = (token: string) => server.browser().call('POST', '/client/former_sessions', { token })
  /** As clerk-js and our own pages begin. */
  const begin = (cookie: string, browser = server.browser()) => browser.call('GET', '/client', {}, { cookie })

  test('a hundred people stay signed in through the move, each as themselves, each once', async () => {
    const before = asked
    for (let at = 0; at < 100; at++) {
      const isKept = at % 2 === 0
      const { id, claims } = await person(
        isKept ? {} : { external_id: `user_former_${engine}_${at}` },
        isKept ? {} : { sub: `user_former_${engine}_${at}` },
      )
      const cookie = cookiesWith(signed(claims))
      const browser = server.browser()
      if (at % 4 < 2) {
        const { status, body, cookies } = await begin(cookie, browser)
        expect([status, body.response.sessions.map(({ user }: AnyBody) => user.id)]).toEqual([200, [id]])
        expect(cookies).toEqual(expect.arrayContaining(['__session', '__client_uat', server.clientCookie]))
      } else {
        const answer = await server.request(`/__clerk/v1/client/handshake?redirect_url=${testOrigin}/`, {
          headers: { cookie },
          redirect: 'manual',
        })
        browser.cookies.store(answer)
        const carrier = /__clerk_handshake=([^;]+)/.exec(answer.headers.getSetCookie().join('\n'))![1]!
        const directives: string[] = claimsOf(carrier).handshake
        const token = directives
          .find((directive) => /^__session=[^;]/.test(directive))!
          .slice('__session='.length)
          .split(';')[0]!
        expect(claimsOf(token)).toMatchObject({ sub: id, iss: server.instance.keys.issuer })
      }
      const { sessions } = (await browser.call('GET', '/client')).body.response
      expect(sessions).toMatchObject([{ status: 'active', user: { id } }])
      expect((await begin(cookie)).body.response).toBeNull()
    }
    expect(asked - before).toBe(1)
    expect((await server.events()).filter((type) => type === 'session.created')).toHaveLength(100)
  })

  test('a front end on another origin exchanges the token that it holds', async () => {
    const { id, claims } = await person()
    const browser = server.browser()
    const { status, body, cookies } = await browser.call('POST', '/client/former_sessions', { token: signed(claims) })
    expect([status, body.response.sessions[0].user.id]).toEqual([200, id])
    expect(cookies).toContain(server.clientCookie)
    expect((await browser.call('POST', `/client/sessions/${body.response.sessions[0].id}/tokens`)).status).toBe(200)
    expect(await exchange(signed(claims))).toBeRefused(422, 'form_param_value_invalid')
  })

  test('of two who bring one session at once, one gets it', async () => {
    const { claims } = await person()
    const both = await Promise.all([exchange(signed(claims)), exchange(signed({ ...claims, iat: claims.iat + 60 }))])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
  })

  test('factors were proved when the former service says so', async () => {
    const { claims } = await person({}, { fva: [30, 10] })
    const { body } = await exchange(signed(claims))
    expect(body.response.sessions[0].factor_verification_age).toEqual([150, 130])
  })

  test.each<[what: string, claims: object, header?: Parameters<typeof signed>[1]]>([
    ['of another key', {}, { key: stranger.privateKey }],
    ['of an unknown key', {}, { kid: 'other' }],
    ['without a key', {}, { kid: undefined }],
    ['of no algorithm', {}, { alg: 'none' }],
    ['of another algorithm', {}, { alg: 'RS512' }],
    ['of another issuer', { iss: 'https://clerk.example.org' }],
    ['of a template', {}, { cat: 'cl_B7d4PD222AAA' }],
    ['of an access token', {}, { typ: 'at+jwt' }],
    ['with what we must understand', {}, { crit: ['b64'] }],
    ['without a session', { sid: undefined }],
    ['of a session that was not finished', { sts: 'pending' }],
    ["of somebody else in the user's name", { act: { sub: 'user_admin' } }],
    ['of nobody who was brought along', { sub: 'user_unknown' }],
    ['of tomorrow', { iat: Date.UTC(2026, 0, 2) / 1000 }],
    ['without a time', { iat: '0' }],
    ['older than a week', { iat: Date.UTC(2025, 11, 24) / 1000 }],
  ])('attack: a token %s is exchanged', async (_, changed, header) => {
    const { claims } = await person()
    const token = signed({ ...claims, ...changed }, header)
    expect(await exchange(token)).toBeRefused(422, 'form_param_value_invalid')
    expect((await begin(cookiesWith(token))).body.response).toBeNull()
  })

  test('attack: strangers make us ask for keys with every token', async () => {
    const { claims } = await person()
    const before = asked
    for (let at = 0; at < 5; at++) await exchange(signed(claims, { kid: `made-up-${at}` }))
    expect(asked - before).toBeLessThanOrEqual(1)
  })

  test('who was banned or locked meanwhile stays out, and the token waits', async () => {
    const { id, claims } = await person()
    await server.backend('POST', `/users/${id}/ban`)
    expect(await exchange(signed(claims))).toBeRefused(403, 'user_banned')
    expect((await begin(cookiesWith(signed(claims)))).body.response).toBeNull()
    await server.backend('POST', `/users/${id}/unban`)
    await server.backend('POST', `/users/${id}/lock`)
    expect(await exchange(signed(claims))).toBeRefused(403, 'user_locked')
    await server.backend('POST', `/users/${id}/unlock`)
    expect((await exchange(signed(claims))).status).toBe(200)
  })

  test('who signed out at the former service, or is signed in here as somebody else, is left as they are', async () => {
    const { claims } = await person()
    expect((await begin(cookiesWith(signed(claims), '0'))).body.response).toBeNull()
    const browser = server.browser()
    const { created_user_id: other } = await browser.signUp()
    const { body } = await begin(`${browser.cookies.header()}; ${cookiesWith(signed(claims))}`, browser)
    expect(body.response.sessions.map(({ user }: AnyBody) => user.id)).toEqual([other])
    expect((await exchange(signed(claims))).status).toBe(200)
  })

  test('from the date on tokens of the former service are none', async () => {
    const { claims } = await person()
    const ahead = Date.UTC(2026, 2, 1) - server.clock.now()
    server.clock.advance(ahead)
    try {
      const token = signed({ ...claims, iat: server.clock.now() / 1000 - 10 })
      expect(await exchange(token)).toBeRefused(422, 'form_param_value_invalid')
      server.clock.advance(-1)
      expect((await exchange(token)).status).toBe(200)
    } finally {
      server.clock.advance(1 - ahead)
    }
  })

  test('a user who is deleted takes along what was exchanged', async () => {
    const { id, claims } = await person()
    await exchange(signed(claims))
    await server.backend('DELETE', `/users/${id}`)
    const rows = await server.instance.db.selectFrom('former_sessions').selectAll().where('user_id', '=', id).execute()
    expect(rows).toEqual([])
  })
})

test('without a former service nobody can bring its tokens', async () => {
  const server = await testServer('sqlite')
  const refused = await server.browser().call('POST', '/client/former_sessions', { token: 'x' })
  expect(refused).toBeRefused(403, 'feature_not_enabled')
  await server.close()
})

test('a former service of which something is missing stops the start', async () => {
  const frontdesk = createFrontdesk({ databaseUrl: 'sqlite::memory:', log: () => {}, migration: { issuer } })
  await expect(frontdesk.ready()).rejects.toThrow(
    'migration: must have jwksUrl, issuer and until, or none of them: jwksUrl and until missing',
  )
  await frontdesk.close()
})
