import { backendApi } from '@frontdesk/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { eventTypesOf } from '../../../testing/events-of.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'

const { allowlistIdentifiers, blocklistIdentifiers } = backendApi

describe.each(engines)('restrictions on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      environment: 'production',
      publicUrl: 'http://localhost:3000',
      attributes: { phoneNumber: 'optional' },
    })
  })
  afterAll(() => server.close())
  beforeEach(async () => {
    for (const list of ['allowlist_identifiers', 'blocklist_identifiers']) {
      const { body } = await server.backend('GET', `/${list}`)
      for (const { id } of body.data ?? body) await server.backend('DELETE', `/${list}/${id}`)
    }
    await restrict({})
    server.clock.advance(1000)
  })

  const off = { allowlist: false, blocklist: false, block_email_subaddresses: false, block_disposable_email_domains: false }
  const restrict = (restrictions: Record<string, boolean>) =>
    server.backend('PATCH', '/instance/restrictions', {
      ...off,
      allowlist_blocklist_disabled_on_sign_in: false,
      ...restrictions,
    })
  const allow = (identifier: string) => server.backend('POST', '/allowlist_identifiers', { identifier })
  const block = (identifier: string) => server.backend('POST', '/blocklist_identifiers', { identifier })
  const begin = (email_address: string, browser = server.browser()) =>
    browser.call('POST', '/client/sign_ups', { email_address, password: testPassword })

  test('entries of the lists are added, shown, and taken away, whatever they are', async () => {
    const address = await allow(' Jane@BÜCHER.example ')
    expect(address.status).toBe(200)
    expect(allowlistIdentifiers.createAllowlistIdentifier.shapes.response.parse(address.body)).toEqual({
      object: 'allowlist_identifier',
      id: expect.stringMatching(/^alid_/),
      identifier: 'jane@xn--bcher-kva.example',
      identifier_type: 'email_address',
      instance_id: server.instance.keys.instanceId,
      created_at: server.clock.now(),
      updated_at: server.clock.now(),
    })
    expect(await allow('jane@bücher.example')).toBeRefused(422, 'form_identifier_exists', 'identifier')
    for (const [typed, identifier, identifier_type] of [
      ['@Example.com', '*@example.com', 'email_address'],
      ['*@other.example', '*@other.example', 'email_address'],
      ['+1 (555) 555-0100', '+15555550100', 'phone_number'],
      ['0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B', '0xAb5801a7D398351b8bE11C439e05C5B3259aeC9B', 'web3_wallet'],
    ] as const)
      expect((await block(typed)).body).toMatchObject({ object: 'blocklist_identifier', identifier, identifier_type })
    expect(await block('0xab5801a7d398351b8be11c439e05c5b3259aec9b')).toBeRefused(422, 'form_identifier_exists', 'identifier')
    for (const typed of ['jane', '@', '*@', '@localhost', 'jane@', '0x12', '+12'])
      expect(await block(typed), typed).toBeRefused(422, 'form_param_format_invalid', 'identifier')

    const allowed = await server.backend('GET', '/allowlist_identifiers?paginated=true&limit=1')
    expect(allowed.body).toEqual({ data: [address.body], total_count: 1 })
    expect((await server.backend('GET', '/allowlist_identifiers')).body).toEqual([address.body])
    const blocked = await server.backend('GET', '/blocklist_identifiers')
    expect(blocklistIdentifiers.getBlocklistIdentifierList.shapes.response.parse(blocked.body).total_count).toBe(4)

    const invited = { identifier: 'invited@one.example', notify: true }
    expect(await server.backend('POST', '/allowlist_identifiers', invited)).toBeRefused(422, 'feature_not_enabled', 'notify')

    const { id } = address.body
    expect(await server.backend('DELETE', `/blocklist_identifiers/${id}`)).toBeRefused(404, 'resource_not_found')
    const deleted = await server.backend('DELETE', `/allowlist_identifiers/${id}`)
    expect(deleted.body).toEqual({ object: 'allowlist_identifier', id, deleted: true })
    expect(await server.backend('DELETE', `/allowlist_identifiers/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('restrictions are changed as Clerk changes them, and pages are told', async () => {
    const changed = await restrict({ allowlist: true })
    expect(changed.body).toEqual({
      object: 'instance_restrictions',
      ...off,
      allowlist: true,
      allowlist_blocklist_disabled_on_sign_in: false,
    })
    expect((await server.backend('GET', '/instance/settings')).body.restrictions.allowlist).toBe(true)
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.user_settings.restrictions.allowlist).toEqual({ enabled: true })
  })

  test('with an allow list only who is on it signs up, by the address or its domain', async () => {
    await restrict({ allowlist: true })
    await allow('jane@one.example')
    await allow('@acme.example')
    expect(await begin('john@one.example')).toBeRefused(403, 'not_allowed_access')
    expect(await begin('jane+2@one.example')).toBeRefused(403, 'not_allowed_access') // another account of hers was not agreed to
    expect(await begin('jane@sub.acme.example')).toBeRefused(403, 'not_allowed_access')
    expect(await begin('jane@acme.example@evil.example')).toBeRefused(422, 'form_param_format_invalid', 'email_address')
    const events = await eventTypesOf(server, async () => {
      await server.browser().signUp('jane@one.example')
      await server.browser().signUp('anybody@acme.example')
    })
    expect(events.filter((type) => type === 'user.created')).toHaveLength(2)
  })

  test('attack: a sign-up that began before its address was blocked is not finished', async () => {
    const browser = server.browser()
    const { body } = await begin('mallory@late.example', browser)
    const at = `/client/sign_ups/${body.response.id}`
    await browser.call('POST', `${at}/prepare_verification`, { strategy: 'email_code' })
    await restrict({ blocklist: true })
    await block('mallory@late.example')
    const code = await server.mailbox.lastCode('mallory@late.example')
    const events = await eventTypesOf(server, async () => {
      expect(await browser.call('POST', `${at}/attempt_verification`, { strategy: 'email_code', code })).toBeRefused(
        403,
        'not_allowed_access',
      )
    })
    expect(events).toEqual([])
  })

  test('attack: a blocked address comes back in another spelling, with a + in it, or to an account that exists', async () => {
    const browser = server.browser()
    await browser.signUp('mallory@fine.example')
    await restrict({ blocklist: true })
    await block('mallory@bücher.example')
    await block('*@spam.example')
    for (const address of [
      'mallory@bücher.example',
      'MALLORY@XN--BCHER-KVA.example',
      'ｍallory@bücher.example',
      'mallory+again@bücher.example',
      'anybody@SPAM.example',
    ]) {
      expect(await begin(address), address).toBeRefused(403, 'not_allowed_access')
      expect(await browser.call('POST', '/me/email_addresses', { email_address: address }), address).toBeRefused(
        403,
        'not_allowed_access',
      )
      const open = await begin('other@fine.example')
      expect(open.status).toBe(200)
    }
    expect((await browser.call('POST', '/me/email_addresses', { email_address: 'mallory@two.example' })).status).toBe(200)
  })

  test('attack: an address of an account is blocked after it was added, and then proved', async () => {
    const browser = server.browser()
    await browser.signUp('adder@fine.example')
    const added = await browser.call('POST', '/me/email_addresses', { email_address: 'adder@soon.example' })
    const at = `/me/email_addresses/${added.body.response.id}`
    await browser.call('POST', `${at}/prepare_verification`, { strategy: 'email_code' })
    await restrict({ blocklist: true })
    await block('@soon.example')
    const code = await server.mailbox.lastCode('adder@soon.example')
    expect(await browser.call('POST', `${at}/attempt_verification`, { code })).toBeRefused(403, 'not_allowed_access')
  })

  test('attack: a blocked number is signed up with, added to an account, or proved after it was added', async () => {
    const [blocked, soon] = ['+4915123456789', '+4915123456780']
    const browser = server.browser()
    await browser.signUp('caller@fine.example')
    const added = await browser.call('POST', '/me/phone_numbers', { phone_number: soon })
    const at = `/me/phone_numbers/${added.body.response.id}`
    await browser.call('POST', `${at}/prepare_verification`, { strategy: 'phone_code' })
    await restrict({ blocklist: true })
    await block(blocked)
    await block(soon)
    expect(await browser.call('POST', '/me/phone_numbers', { phone_number: blocked })).toBeRefused(403, 'not_allowed_access')
    const code = await server.textbox.lastCode(soon)
    expect(await browser.call('POST', `${at}/attempt_verification`, { code })).toBeRefused(403, 'not_allowed_access')
    const fields = { phone_number: blocked, password: testPassword }
    expect(await server.browser().call('POST', '/client/sign_ups', fields)).toBeRefused(403, 'not_allowed_access')
  })

  test('attack: who is blocked signs in by another of their identifiers', async () => {
    const browser = server.browser()
    await browser.signUp('two-faced@fine.example')
    const { user_id } = (await browser.call('GET', '/client')).body.response.sessions[0].public_user_data
    await server.backend('POST', '/email_addresses', { user_id, email_address: 'other@spam.example', verified: true })
    await restrict({ blocklist: true })
    await block('@spam.example')

    const signIn = (identifier: string, password = testPassword) =>
      server.browser().call('POST', '/client/sign_ins', { identifier, strategy: 'password', password })
    expect(await signIn('other@spam.example')).toBeRefused(403, 'not_allowed_access')
    expect(await signIn('two-faced@fine.example')).toBeRefused(403, 'not_allowed_access')
    expect(await signIn('two-faced@fine.example', 'wrong password')).toBeRefused(422, 'form_password_incorrect')

    await restrict({ blocklist: true, allowlist_blocklist_disabled_on_sign_in: true })
    expect((await signIn('two-faced@fine.example')).body.response.status).toBe('complete')
    expect((await signIn('other@spam.example')).body.response.status).toBe('complete')
  })

  test('the refusal of a blocked identifier tells nobody whether it has an account', async () => {
    await server.browser().signUp('member@spam.example')
    await restrict({ blocklist: true })
    await block('@spam.example')
    const answers = []
    for (const identifier of ['member@spam.example', 'nobody@spam.example']) {
      const { status, body } = await server.browser().call('POST', '/client/sign_ins', { identifier })
      answers.push({ status, text: JSON.stringify(body.errors).replaceAll(identifier, 'them') })
    }
    expect(answers[0]).toEqual(answers[1])
    expect(answers[0]!.status).toBe(403)
  })

  test('sub-addresses and disposable domains are refused, also below such a domain', async () => {
    await restrict({ block_email_subaddresses: true, block_disposable_email_domains: true })
    for (const address of [
      ...['jane+1@fine.example', 'jane=1@fine.example', 'jane#1@fine.example'],
      ...['jane@mailinator.com', 'jane@any.mailinator.com'],
    ])
      expect(await begin(address), address).toBeRefused(422, 'form_email_address_blocked', 'email_address')
    expect((await begin('jane@fine.example')).status).toBe(200)
    await restrict({})
    expect((await begin('jane+1@mailinator.com')).status).toBe(200)
  })

  test('a server with the secret key is not held back by the lists', async () => {
    await restrict({ allowlist: true, blocklist: true, block_email_subaddresses: true })
    await block('@spam.example')
    const created = await server.backend('POST', '/users', { email_address: ['jane+1@spam.example'], password: testPassword })
    expect(created.status).toBe(200)
  })

  test('where consent is required, nobody gets an account without it', async () => {
    await server.backend('PATCH', '/instance/settings', { legal: { consent_required: true } })
    const browser = server.browser()
    const begun = await begin('careful@fine.example', browser)
    expect(begun.body.response).toMatchObject({
      required_fields: expect.arrayContaining(['legal_accepted']),
      missing_fields: ['legal_accepted'],
    })
    const at = `/client/sign_ups/${begun.body.response.id}`
    await browser.call('POST', `${at}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode('careful@fine.example')
    const proved = await browser.call('POST', `${at}/attempt_verification`, { strategy: 'email_code', code })
    expect(proved.body.response).toMatchObject({ status: 'missing_requirements', missing_fields: ['legal_accepted'] })
    const refused = await browser.call('PATCH', at, { legal_accepted: false })
    expect(refused.body.response.status).toBe('missing_requirements')
    const agreed = await browser.call('PATCH', at, { legal_accepted: true })
    expect(agreed.body.response).toMatchObject({ status: 'complete', legal_accepted_at: server.clock.now() })
    const me = await browser.call('GET', '/me')
    expect(me.body.response.legal_accepted_at).toBe(server.clock.now())

    const { body } = await browser.call('GET', '/environment')
    expect(body.user_settings.sign_up.legal_consent_enabled).toBe(true)
    await server.backend('PATCH', '/instance/settings', { legal: { consent_required: null } })
  })
})
