import { createHmac, generateKeyPairSync, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AnyBody, engines, type TestServer, testOrigin, testServer } from '../../../testing/test-server.js'

const secret = 'a secret that two services share'
const pemOf = (key: { export(options: object): string | Buffer }) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 })
const ec = generateKeyPairSync('ec', { namedCurve: 'P-384' })

const partsOf = (jwt: string): [header: AnyBody, claims: AnyBody] => {
  const [header, claims] = jwt.split('.').map((part) => Buffer.from(part, 'base64url').toString())
  return [JSON.parse(header!), JSON.parse(claims!)]
}
const signedContent = (jwt: string) => Buffer.from(jwt.slice(0, jwt.lastIndexOf('.')))
const signatureOf = (jwt: string) => Buffer.from(jwt.split('.')[2]!, 'base64url')

describe.each(engines)('JWT templates on %s', (engine) => {
  let server: TestServer
  let names = 0
  beforeAll(async () => {
    server = await testServer(engine)
  })
  afterAll(() => server.close())

  const create = (fields: object) =>
    server.backend('POST', '/jwt_templates', { name: `template-${++names}`, claims: {}, ...fields })
  const update = (id: string, fields: object) => server.backend('PATCH', `/jwt_templates/${id}`, fields)

  async function signedIn() {
    const browser = server.browser()
    const { created_session_id: sessionId, created_user_id: userId } = await browser.signUp()
    const token = (name: string) => browser.call('POST', `/client/sessions/${sessionId}/tokens/${name}`)
    return { browser, sessionId: sessionId as string, userId: userId as string, token }
  }

  test('a template is made, read, listed, changed and deleted', async () => {
    const claims = { aud: 'hasura', 'https://hasura.io/jwt/claims': { 'x-hasura-user-id': '{{user.id}}' } }
    const { status, body } = await create({ name: 'hasura', claims })
    const made = {
      object: 'jwt_template',
      id: expect.stringMatching(/^jtmp_/),
      name: 'hasura',
      claims,
      lifetime: 60,
      allowed_clock_skew: 5,
      custom_signing_key: false,
      signing_algorithm: 'RS256',
      created_at: server.clock.now(),
      updated_at: server.clock.now(),
    }
    expect([status, body]).toEqual([200, made])
    expect((await server.backend('GET', `/jwt_templates/${body.id}`)).body).toEqual(made)

    server.clock.advance(1000)
    const changed = await update(body.id, { name: 'hasura-2', claims: { aud: 'x' }, lifetime: 600, allowed_clock_skew: 0 })
    expect(changed.body).toEqual({
      ...made,
      name: 'hasura-2',
      claims: { aud: 'x' },
      lifetime: 600,
      allowed_clock_skew: 0,
      updated_at: server.clock.now(),
    })
    expect((await update(body.id, { lifetime: null, allowed_clock_skew: null })).body).toMatchObject({
      name: 'hasura-2',
      lifetime: 60,
      allowed_clock_skew: 5,
    })

    const { body: second } = await create({})
    const list = await server.backend('GET', '/jwt_templates')
    expect(list.body.map(({ id }: AnyBody) => id)).toEqual([second.id, body.id])
    const page = await server.backend('GET', '/jwt_templates?paginated=true&limit=1&offset=1')
    expect(page.body).toMatchObject({ data: [{ id: body.id }], total_count: 2 })

    const deleted = await server.backend('DELETE', `/jwt_templates/${body.id}`)
    expect(deleted.body).toEqual({ object: 'jwt_template', id: body.id, deleted: true })
    for (const method of ['GET', 'DELETE'])
      expect(await server.backend(method, `/jwt_templates/${body.id}`)).toBeRefused(404, 'resource_not_found')
    expect(await update(body.id, { lifetime: 60 })).toBeRefused(404, 'resource_not_found')
  })

  test('a browser gets the token of a template, which is bound to no session', async () => {
    const { token, userId } = await signedIn()
    await server.backend('PATCH', `/users/${userId}`, { public_metadata: { role: 'chef' } })
    await create({
      name: 'kitchen',
      claims: { role: '{{user.public_metadata.role}}', act: '{{session.actor}}', who: 'User {{user.id}}' },
      lifetime: 300,
      allowed_clock_skew: 20,
    })
    const { status, body } = await token('kitchen')
    expect([status, Object.keys(body)]).toEqual([200, ['object', 'jwt']])
    const [header, claims] = partsOf(body.jwt)
    const now = server.clock.now() / 1000
    const [key] = await server.instance.keyRing.publicKeys()
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT', kid: key!.kid, cat: 'cl_B7d4PD222AAA' })
    expect(claims).toEqual({
      role: 'chef',
      act: null,
      who: `User ${userId}`,
      azp: testOrigin,
      exp: now + 300,
      iat: now,
      iss: server.instance.keys.issuer,
      jti: expect.any(String),
      nbf: now - 20,
      sub: userId,
    })
    const publicKey = (await server.instance.keyRing.verificationKey(header.kid))!
    expect(verify('RSA-SHA256', signedContent(body.jwt), publicKey, signatureOf(body.jwt))).toBe(true)
  })

  test('a server gets it too, for as long as it asks', async () => {
    const { sessionId, userId } = await signedIn()
    await create({ name: 'for-servers', claims: { kind: 'server' } })
    const path = `/sessions/${sessionId}/tokens/for-servers`
    const { status, body } = await server.backend('POST', path, { expires_in_seconds: 3600 })
    const [, claims] = partsOf(body.jwt)
    expect([status, body.object]).toEqual([200, 'token'])
    expect(claims).toMatchObject({ kind: 'server', sub: userId, exp: server.clock.now() / 1000 + 3600 })
    expect(claims).not.toHaveProperty('azp')
    expect(claims).not.toHaveProperty('sid')
    expect(partsOf((await server.backend('POST', path)).body.jwt)[1].exp).toBe(server.clock.now() / 1000 + 60)
    expect(await server.backend('POST', path, { expires_in_seconds: 1 })).toBeRefused(422, 'form_param_value_invalid')
    await server.backend('POST', `/sessions/${sessionId}/revoke`)
    expect(await server.backend('POST', path)).toBeRefused(404, 'resource_not_found')
  })

  test('there is no token of no template, of nobody, or of somebody else', async () => {
    const { browser, token, sessionId } = await signedIn()
    const other = await signedIn()
    const { body } = await create({ name: 'gone' })
    expect((await token('gone')).status).toBe(200)
    expect(await other.browser.call('POST', `/client/sessions/${sessionId}/tokens/gone`)).toBeRefused(401, 'signed_out')
    expect(await server.browser().call('POST', `/client/sessions/${sessionId}/tokens/gone`)).toBeRefused(401, 'signed_out')
    await server.backend('DELETE', `/jwt_templates/${body.id}`)
    const refused = await token('gone')
    expect(refused).toBeRefused(404, 'resource_not_found')
    expect(refused.body.errors[0].long_message).toContain('gone')
    expect(await server.backend('POST', `/sessions/${sessionId}/tokens/gone`)).toBeRefused(404, 'resource_not_found')
    await browser.call('DELETE', '/client/sessions')
    expect(await token('kitchen')).toBeRefused(401, 'signed_out')
  })

  test("attack: the token of a template, of whatever claims, is taken for a session's", async () => {
    const { browser, token, sessionId } = await signedIn()
    await create({ name: 'poses', claims: { o: { id: 'org_1' }, session_id: sessionId } })
    const { jwt } = (await token('poses')).body
    expect(await server.backend('POST', `/sessions/${sessionId}/verify`, { token: jwt })).toBeRefused(404, 'resource_not_found')
    const answer = await server.request(`/__clerk/v1/client/handshake?redirect_url=${testOrigin}/`, {
      headers: { cookie: browser.cookies.header().replace(/__session[^;]*/g, `__session=${jwt}`) },
      redirect: 'manual',
    })
    expect(answer.status).toBe(307)
  })

  test.each(['azp', 'exp', 'iat', 'iss', 'jti', 'nbf', 'sid', 'sub', 'v', 'fva', 'sts', 'pla', 'fea', 'handshake'])(
    'a template that says %s itself is refused',
    async (name) => {
      const { status, body } = await create({ claims: { [name]: '{{user.id}}', fine: 1 } })
      expect([status, body.errors[0].code, body.errors[0].meta.param_name]).toEqual([
        400,
        'jwt_template_reserved_claim',
        'claims',
      ])
      expect(body.errors[0].long_message).toContain(name)
    },
  )

  test.each<[fields: object, name: string, code: string]>([
    [{ name: '' }, 'name', 'form_param_format_invalid'],
    [{ name: 'a/b' }, 'name', 'form_param_format_invalid'],
    [{ name: '..' }, 'name', 'form_param_format_invalid'],
    [{ name: 'two words' }, 'name', 'form_param_format_invalid'],
    [{ name: 'x'.repeat(65) }, 'name', 'form_param_max_length_exceeded'],
    [{ claims: undefined }, 'claims', 'form_param_missing'],
    [{ claims: [] }, 'claims', 'form_param_type_invalid'],
    [{ claims: 'x' }, 'claims', 'form_param_type_invalid'],
    [{ claims: { a: '{{user.' } }, 'claims.a', 'form_param_format_invalid'],
    [{ claims: { a: '{{user.private_metadata}}' } }, 'claims.a', 'form_param_format_invalid'],
    [{ claims: { a: 'x'.repeat(9000) } }, 'claims', 'form_param_format_invalid'],
    [{ lifetime: 29 }, 'lifetime', 'form_param_value_invalid'],
    [{ lifetime: 315_360_001 }, 'lifetime', 'form_param_value_invalid'],
    [{ lifetime: 60.5 }, 'lifetime', 'form_param_type_invalid'],
    [{ allowed_clock_skew: 301 }, 'allowed_clock_skew', 'form_param_value_invalid'],
    [{ allowed_clock_skew: -1 }, 'allowed_clock_skew', 'form_param_value_invalid'],
    [{ signing_algorithm: 'none' }, 'signing_algorithm', 'form_param_value_invalid'],
    [{ signing_algorithm: 'HS256' }, 'signing_algorithm', 'form_param_value_invalid'],
    [{ signing_key: secret }, 'signing_key', 'form_param_value_invalid'],
    [{ custom_signing_key: true }, 'signing_algorithm', 'form_param_missing'],
    [{ custom_signing_key: true, signing_algorithm: 'HS256' }, 'signing_key', 'form_param_missing'],
    [{ custom_signing_key: true, signing_algorithm: 'HS256', signing_key: 'short' }, 'signing_key', 'form_param_value_invalid'],
    [{ custom_signing_key: true, signing_algorithm: 'RS256', signing_key: secret }, 'signing_key', 'form_param_value_invalid'],
    [
      { custom_signing_key: true, signing_algorithm: 'ES256', signing_key: pemOf(ec.privateKey) },
      'signing_key',
      'form_param_value_invalid',
    ],
    [{ color: 'red' }, 'color', 'form_param_unknown'],
  ])('the template %j is refused', async (fields, name, code) => {
    const { status, body } = await create(fields)
    expect([status, body.errors[0].meta.param_name, body.errors[0].code]).toEqual([422, name, code])
    expect(JSON.stringify(body)).not.toContain(secret)
  })

  test('a name belongs to one template, also for two who ask at once', async () => {
    const both = await Promise.all([create({ name: 'wanted' }), create({ name: 'wanted' })])
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422])
    expect(both.find(({ status }) => status === 422)).toBeRefused(422, 'form_identifier_exists')
    const { body } = await create({})
    expect(await update(body.id, { name: 'wanted' })).toBeRefused(422, 'form_identifier_exists')
  })

  test.each([
    [
      'HS256',
      secret,
      (content: Buffer, signature: Buffer) => createHmac('sha256', secret).update(content).digest().equals(signature),
    ],
    [
      'HS512',
      secret,
      (content: Buffer, signature: Buffer) => createHmac('sha512', secret).update(content).digest().equals(signature),
    ],
    [
      'RS384',
      pemOf(rsa.privateKey),
      (content: Buffer, signature: Buffer) => verify('RSA-SHA384', content, rsa.publicKey, signature),
    ],
    [
      'ES384',
      pemOf(ec.privateKey),
      (content: Buffer, signature: Buffer) =>
        verify('SHA384', content, { key: ec.publicKey, dsaEncoding: 'ieee-p1363' }, signature),
    ],
  ])('a key of its own signs by %s, and nobody sees it again', async (signing_algorithm, signing_key, isSigned) => {
    const { token } = await signedIn()
    const name = `own-${signing_algorithm}`
    const { status, body } = await create({ name, custom_signing_key: true, signing_algorithm, signing_key })
    expect(status).toBe(200)
    expect(body).toMatchObject({ custom_signing_key: true, signing_algorithm })
    expect(body).not.toHaveProperty('signing_key')
    const row = await server.instance.db.selectFrom('jwt_templates').selectAll().where('name', '=', name).executeTakeFirst()
    expect(JSON.stringify(row)).not.toContain(signing_key.slice(40) || signing_key)

    const { jwt } = (await token(name)).body
    expect(partsOf(jwt)[0]).toEqual({ alg: signing_algorithm, typ: 'JWT', cat: 'cl_B7d4PD222AAA' })
    expect(isSigned(signedContent(jwt), signatureOf(jwt))).toBe(true)

    expect((await update(body.id, { lifetime: 90 })).body).toMatchObject({ custom_signing_key: true, signing_algorithm })
    expect(isSigned(signedContent((await token(name)).body.jwt), signatureOf((await token(name)).body.jwt))).toBe(false)
    const again = (await token(name)).body.jwt
    expect(isSigned(signedContent(again), signatureOf(again))).toBe(true)
    const other = await update(body.id, { custom_signing_key: true, signing_algorithm: 'HS384' })
    expect(other.body.errors?.[0].meta.param_name).toBe('signing_key')

    expect((await update(body.id, { custom_signing_key: false })).body).toMatchObject({
      custom_signing_key: false,
      signing_algorithm: 'RS256',
    })
    expect(partsOf((await token(name)).body.jwt)[0].kid).toBeDefined()
  })

  test('claims that are too large for any server make no token, and the log says whose', async () => {
    const { token, userId } = await signedIn()
    await create({ name: 'large', claims: { all: '{{user.public_metadata}}' } })
    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { text: 'x'.repeat(10_000) } })
    expect((await token('large')).status).toBe(200)
    await server.backend('PATCH', `/users/${userId}/metadata`, { public_metadata: { text: 'x'.repeat(10_240) } })
    expect(await token('large')).toBeRefused(400, 'template_claims_too_large')
    expect(server.logs).toContainEqual(expect.objectContaining({ level: 'error', userId }))
  })

  test.each(['/jwt_templates', '/jwt_templates/jtmp_1'])('%s is closed without the secret key', async (path) => {
    expect((await server.backend('GET', path, undefined, { authorization: '' })).status).toBe(401)
  })
})
