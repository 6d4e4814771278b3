/** Signing in and up by a message that a wallet signs, and what is tried against it. */
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { checksummed, hasSigned } from '../../../crypto/wallet-signatures.js'
import { eventTypesOf } from '../../../testing/events-of.js'
import { base58, ethereumWallet, malleated, type SoftwareWallet, solanaWallet } from '../../../testing/software-wallet.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const metamask = 'web3_metamask_signature'
const solana = 'web3_solana_signature'
const options = {
  attributes: { emailAddress: 'optional', web3Wallet: 'optional' },
  web3Wallets: { base: true, solana: true },
} as const

/** Signs up with the wallet alone; answers the attempt's last response. */
async function signUp(browser: TestBrowser, wallet: SoftwareWallet, strategy: string = metamask) {
  const { id } = (await browser.call('POST', '/client/sign_ups', { web3_wallet: wallet.address })).body.response
  const asked = await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy })
  const { message } = asked.body.response.verifications.web3_wallet
  return browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy, signature: wallet.sign(message) })
}

/** Begins a sign-in with the wallet, and has its message made. */
async function ask(browser: TestBrowser, identifier: string, strategy: string = metamask): Promise<AnyBody> {
  const { id } = (await browser.call('POST', '/client/sign_ins', { identifier })).body.response
  const asked = await browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { strategy })
  expect(asked.status, JSON.stringify(asked.body)).toBe(200)
  return { id, ...asked.body.response.first_factor_verification }
}

const answer = (browser: TestBrowser, id: string, signature: string, strategy: string = metamask) =>
  browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, { strategy, signature })

describe.each(engines)('wallets on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, options)
  })
  afterAll(() => server.close())

  /** Somebody who has signed up with a wallet. */
  async function owner(wallet = ethereumWallet(), strategy: string = metamask) {
    const browser = server.browser()
    const { body } = await signUp(browser, wallet, strategy)
    expect(body.response.status).toBe('complete')
    return { wallet, browser, userId: body.response.created_user_id as string }
  }

  test.each([
    ['Ethereum', metamask, ethereumWallet, '1'],
    ['Solana', solana, solanaWallet, 'mainnet'],
  ])('a person signs up and in with a wallet of %s', async (name, strategy, make, chainId) => {
    const wallet = make()
    const browser = server.browser()
    let done: AnyBody
    const told = await eventTypesOf(server, async () => {
      done = await signUp(browser, wallet, strategy)
    })
    expect(told).toEqual(['user.created', 'session.created'])
    expect(done.body.response).toMatchObject({
      status: 'complete',
      web3_wallet: wallet.address,
      verifications: { web3_wallet: { object: 'verification_web3', status: 'verified', strategy, attempts: 1, next_action: '' } },
    })
    const { user } = done.body.client.sessions[0]
    expect(user.web3_wallets).toMatchObject([{ web3_wallet: wallet.address, verification: { status: 'verified', strategy } }])
    expect(user.primary_web3_wallet_id).toBe(user.web3_wallets[0].id)
    expect(done.body.client.sessions[0].public_user_data.identifier).toBe(wallet.address)
    expect(done.body.client.last_authentication_strategy).toBe(strategy)

    const other = server.browser()
    const begun = (await other.call('POST', '/client/sign_ins', { identifier: wallet.address })).body.response
    expect(begun.supported_first_factors).toContainEqual({
      strategy,
      web3_wallet_id: user.web3_wallets[0].id,
      safe_identifier: wallet.address,
      primary: true,
    })
    const asked = await ask(other, wallet.address, strategy)
    expect(asked).toMatchObject({ object: 'verification_web3', status: 'unverified', strategy, attempts: 0 })
    expect(asked.message.split('\n')).toEqual([
      `localhost:3000 wants you to sign in with your ${name} account:`,
      name === 'Ethereum' ? await checksummed(wallet.address) : wallet.address,
      '',
      'Sign in with this wallet.',
      '',
      `URI: ${testOrigin}`,
      'Version: 1',
      `Chain ID: ${chainId}`,
      `Nonce: ${asked.nonce}`,
      `Issued At: ${new Date(server.clock.now()).toISOString()}`,
      `Expiration Time: ${new Date(asked.expire_at).toISOString()}`,
    ])
    expect(asked.nonce).toMatch(/^[\dA-Za-z]{27}$/)
    const signedIn = await answer(other, asked.id, wallet.sign(asked.message), strategy)
    expect(signedIn.body.response.status).toBe('complete')
    expect(signedIn.cookies).toContain('__session')
    expect(signedIn.body.client.sessions[0].user.id).toBe(user.id)
  })

  test('an address in another checksum case is the same wallet', async () => {
    const { wallet, userId } = await owner()
    const shouted = `0x${wallet.address.slice(2).toUpperCase()}`
    const browser = server.browser()
    const asked = await ask(browser, shouted)
    expect((await answer(browser, asked.id, wallet.sign(asked.message))).body.client.sessions[0].user.id).toBe(userId)
    expect(await server.browser().call('POST', '/client/sign_ups', { web3_wallet: shouted })).toBeRefused(
      422,
      'form_identifier_exists',
      'web3_wallet',
    )
    expect((await server.backend('GET', `/users?web3_wallet=${shouted}`)).body.map(({ id }: AnyBody) => id)).toEqual([userId])
  })

  test('what no wallet can be is refused, and so is another kind of wallet than the strategy is for', async () => {
    const { wallet } = await owner()
    const browser = server.browser()
    for (const web3_wallet of ['0x12', `0x${'g'.repeat(40)}`, base58(randomBytes(31)), 'O'.repeat(43), 'jane'])
      expect(await browser.call('POST', '/client/sign_ups', { web3_wallet }), web3_wallet).toBeRefused(
        422,
        'form_param_format_invalid',
        'web3_wallet',
      )
    const { id } = (await browser.call('POST', '/client/sign_ups', { web3_wallet: solanaWallet().address })).body.response
    for (const strategy of [metamask, 'web3_okx_wallet_signature', 'web3_unknown_signature'])
      expect(await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy })).toBeRefused(
        400,
        'strategy_for_user_invalid',
        'strategy',
      )
    const asked = await ask(browser, wallet.address)
    for (const strategy of [solana, 'web3_okx_wallet_signature'])
      expect(await browser.call('POST', `/client/sign_ins/${asked.id}/prepare_first_factor`, { strategy }), strategy).toBeRefused(
        400,
        'strategy_for_user_invalid',
        'strategy',
      )
  })

  test('a wallet that nobody has leads from the sign-in to the sign-up, and one that somebody has back', async () => {
    const wallet = ethereumWallet()
    const browser = server.browser()
    expect(await browser.call('POST', '/client/sign_ins', { identifier: wallet.address })).toBeRefused(
      422,
      'form_identifier_not_found',
      'identifier',
    )
    const { body } = await signUp(browser, wallet)
    const again = server.browser()
    expect(await again.call('POST', '/client/sign_ups', { web3_wallet: wallet.address })).toBeRefused(
      422,
      'form_identifier_exists',
      'web3_wallet',
    )
    const asked = await ask(again, wallet.address)
    const signedIn = await answer(again, asked.id, wallet.sign(asked.message))
    expect(signedIn.body.client.sessions[0].user.id).toBe(body.response.created_user_id)
  })

  test('what is missing beside the wallet is asked for, and a wallet spares the password', async () => {
    const wallet = ethereumWallet()
    const browser = server.browser()
    const email_address = `${crypto.randomUUID()}@example.com`
    const fields = { email_address, web3_wallet: wallet.address, strategy: metamask }
    const { id, ...begun } = (await browser.call('POST', '/client/sign_ups', fields)).body.response
    expect(begun).toMatchObject({ missing_fields: [], unverified_fields: ['email_address', 'web3_wallet'] })
    const signature = wallet.sign(begun.verifications.web3_wallet.message)
    const path = `/client/sign_ups/${id}`
    const signed = await browser.call('POST', `${path}/attempt_verification`, { strategy: metamask, signature })
    expect(signed.body.response).toMatchObject({ status: 'missing_requirements', unverified_fields: ['email_address'] })
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(email_address)
    const done = await browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code })
    expect(done.body.client.sessions[0].user).toMatchObject({
      email_addresses: [{ email_address }],
      web3_wallets: [{ web3_wallet: wallet.address }],
      password_enabled: false,
    })
  })

  test('a wallet is offered to who named it, and to nobody who named the same person otherwise', async () => {
    const wallet = ethereumWallet()
    const email_address = `${crypto.randomUUID()}@example.com`
    const made = await server.backend('POST', '/users', {
      email_address: [email_address],
      web3_wallet: [wallet.address],
      password: testPassword,
    })
    const browser = server.browser()
    const begun = (await browser.call('POST', '/client/sign_ins', { identifier: email_address })).body.response
    expect(begun.supported_first_factors.map(({ strategy }: AnyBody) => strategy)).not.toContain(metamask)
    const prepare = { strategy: metamask, web3_wallet_id: made.body.web3_wallets[0].id }
    const asked = await browser.call('POST', `/client/sign_ins/${begun.id}/prepare_first_factor`, prepare)
    expect(asked).toBeRefused(400, 'strategy_for_user_invalid', 'strategy')
  })

  test('attack: the signature of another wallet', async () => {
    const [victim, attacker] = [await owner(), ethereumWallet()]
    const browser = server.browser()
    const asked = await ask(browser, victim.wallet.address)
    const tried = await answer(browser, asked.id, attacker.sign(asked.message))
    expect(tried).toBeRefused(422, 'web3_signature_incorrect', 'signature')
    const begun = server.browser()
    const { id } = (await begun.call('POST', '/client/sign_ups', { web3_wallet: ethereumWallet().address })).body.response
    const { message } = (await begun.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: metamask })).body
      .response.verifications.web3_wallet
    expect(
      await begun.call('POST', `/client/sign_ups/${id}/attempt_verification`, {
        strategy: metamask,
        signature: attacker.sign(message),
      }),
    ).toBeRefused(422, 'web3_signature_incorrect', 'signature')
  })

  test('attack: a signature is replayed in the same attempt, in a new one, and after a newer question', async () => {
    const { wallet } = await owner()
    const browser = server.browser()
    const first = await ask(browser, wallet.address)
    const signature = wallet.sign(first.message)
    await browser.call('POST', `/client/sign_ins/${first.id}/prepare_first_factor`, { strategy: metamask })
    expect(await answer(browser, first.id, signature)).toBeRefused(422, 'web3_signature_incorrect', 'signature')

    const second = await ask(browser, wallet.address)
    const used = wallet.sign(second.message)
    expect((await answer(browser, second.id, used)).body.response.status).toBe('complete')
    expect(await answer(browser, second.id, used)).toBeRefused(404, 'resource_not_found')
    const third = await ask(server.browser(), wallet.address)
    expect(third.message).not.toBe(second.message)
    const thief = server.browser()
    const { id } = await ask(thief, wallet.address)
    expect(await answer(thief, id, used)).toBeRefused(422, 'web3_signature_incorrect', 'signature')
  })

  test('attack: what attempt A was asked is signed and brought to B, to a sign-up, and to an account', async () => {
    const { wallet } = await owner()
    const [a, b] = [server.browser(), server.browser()]
    const [askedA, askedB] = [await ask(a, wallet.address), await ask(b, wallet.address)]
    expect(await answer(b, askedB.id, wallet.sign(askedA.message))).toBeRefused(422, 'web3_signature_incorrect', 'signature')
    expect(await answer(b, askedA.id, wallet.sign(askedA.message))).toBeRefused(404, 'resource_not_found')

    const thief = server.browser()
    await thief.signUp()
    const fresh = ethereumWallet()
    const { id } = (await thief.call('POST', '/me/web3_wallets', { web3_wallet: fresh.address })).body.response
    await thief.call('POST', `/me/web3_wallets/${id}/prepare_verification`, { strategy: metamask })
    const begun = server.browser()
    const signUpOf = (await begun.call('POST', '/client/sign_ups', { web3_wallet: fresh.address, strategy: metamask })).body
      .response
    const phished = fresh.sign(signUpOf.verifications.web3_wallet.message)
    expect(await thief.call('POST', `/me/web3_wallets/${id}/attempt_verification`, { signature: phished })).toBeRefused(
      422,
      'web3_signature_incorrect',
      'signature',
    )
  })

  test('attack: the message is signed with another site, wallet, nonce or time in it', async () => {
    const { wallet } = await owner()
    for (const [was, is] of [
      ['localhost:3000 wants', 'evil.example wants'],
      [`URI: ${testOrigin}`, 'URI: https://evil.example'],
      ['Chain ID: 1', 'Chain ID: 137'],
      [/Nonce: .*/, 'Nonce: 12345678'],
      [/Expiration Time: .*/, 'Expiration Time: 2099-01-01T00:00:00.000Z'],
      ['Sign in with', 'Pay with'],
      [/$/, '\n'],
    ] as const) {
      const browser = server.browser()
      const { id, message } = await ask(browser, wallet.address)
      expect(message.replace(was, is)).not.toBe(message)
      expect(await answer(browser, id, wallet.sign(message.replace(was, is))), is).toBeRefused(
        422,
        'web3_signature_incorrect',
        'signature',
      )
    }
  })

  test('attack: malleable and malformed signatures', async () => {
    const { wallet } = await owner()
    const wrong: Array<(signature: string) => string> = [
      malleated,
      (signature) => signature.slice(2),
      (signature) => signature.slice(0, -2),
      (signature) => `${signature}00`,
      (signature) => `${signature.slice(0, -2)}${signature.endsWith('1b') ? '1c' : '1b'}`,
      (signature) => `${signature.slice(0, -2)}1d`,
      (signature) => `0x${'0'.repeat(128)}${signature.slice(-2)}`,
      (signature) => `0x${'f'.repeat(128)}${signature.slice(-2)}`,
      (signature) => signature.replace(/.$/, 'ä'),
    ]
    for (const change of wrong) {
      const browser = server.browser()
      const { id, message } = await ask(browser, wallet.address)
      const changed = change(wallet.sign(message))
      expect(await answer(browser, id, changed), changed).toBeRefused(422, 'web3_signature_incorrect', 'signature')
    }
  })

  test('attack: signatures are guessed until a right one comes too late', async () => {
    const { wallet } = await owner()
    const browser = server.browser()
    const { id, message } = await ask(browser, wallet.address)
    const wrong = ethereumWallet().sign(message)
    const tries = await Promise.all(Array.from({ length: 6 }, () => answer(browser, id, wrong)))
    const codes = tries.map(({ body }) => body.errors[0].code)
    expect(codes.filter((code) => code === 'web3_signature_incorrect')).toHaveLength(3)
    expect(codes.filter((code) => code === 'verification_failed')).toHaveLength(3)
    expect(await answer(browser, id, wallet.sign(message))).toBeRefused(400, 'verification_failed')
  })

  test('attack: a signature comes after its time', async () => {
    const { wallet } = await owner()
    const browser = server.browser()
    const { id, message } = await ask(browser, wallet.address)
    server.clock.advance(server.instance.settings.codes.lifetimeSeconds * 1000)
    expect(await answer(browser, id, wallet.sign(message))).toBeRefused(400, 'verification_expired')
  })

  test('attack: one signature twice at once makes one session', async () => {
    const { wallet, userId } = await owner()
    const browser = server.browser()
    const { id, message } = await ask(browser, wallet.address)
    const both = await Promise.all([1, 2].map(() => answer(browser, id, wallet.sign(message))))
    expect(both.filter(({ status }) => status === 200)).toHaveLength(1)
    const sessions = await server.instance.db.selectFrom('sessions').selectAll().where('user_id', '=', userId).execute()
    expect(sessions).toHaveLength(2)
  })

  test('attack: one wallet makes two accounts at once', async () => {
    const wallet = ethereumWallet()
    const begun = []
    for (const browser of [server.browser(), server.browser()]) {
      const fields = { web3_wallet: wallet.address, strategy: metamask }
      const { id, verifications } = (await browser.call('POST', '/client/sign_ups', fields)).body.response
      begun.push({ browser, id, signature: wallet.sign(verifications.web3_wallet.message) })
    }
    const answers = await Promise.all(
      begun.map(({ browser, id, signature }) =>
        browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: metamask, signature }),
      ),
    )
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422])
    expect((await server.backend('GET', `/users/count?web3_wallet=${wallet.address}`)).body.total_count).toBe(1)
  })

  test('attack: a wallet that was taken from the account meanwhile signs in', async () => {
    const { wallet, userId } = await owner()
    await server.backend('POST', '/email_addresses', {
      user_id: userId,
      email_address: `${crypto.randomUUID()}@example.com`,
      verified: true,
    })
    const browser = server.browser()
    const { id, message } = await ask(browser, wallet.address)
    const [{ id: walletId }] = (await server.backend('GET', `/users/${userId}`)).body.web3_wallets
    expect((await server.backend('DELETE', `/users/${userId}/web3_wallets/${walletId}`)).status).toBe(200)
    expect(await answer(browser, id, wallet.sign(message))).toBeRefused(404, 'resource_not_found')
  })
})

describe('wallets where accounts are hidden', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { ...options, enumerationProtection: true })
  })
  afterAll(() => server.close())

  test('nobody hears whether a wallet has an account but who signs with it, who is led on', async () => {
    const [known, unknown] = [ethereumWallet(), ethereumWallet()]
    await signUp(server.browser(), known)
    const browser = server.browser()
    const offersOf = async ({ address }: SoftwareWallet) =>
      (await browser.call('POST', '/client/sign_ins', { identifier: address })).body.response.supported_first_factors.map(
        ({ strategy }: AnyBody) => strategy,
      )
    expect(await offersOf(known)).toEqual(await offersOf(unknown))

    for (const { address } of [known, unknown]) {
      const asked = await ask(browser, address)
      const stranger = ethereumWallet().sign(asked.message)
      expect(await answer(browser, asked.id, stranger)).toBeRefused(422, 'web3_signature_incorrect', 'signature')
    }
    const asked = await ask(browser, unknown.address)
    expect(await answer(browser, asked.id, unknown.sign(asked.message))).toBeRefused(
      422,
      'form_identifier_not_found',
      'identifier',
    )
    expect(await signUp(server.browser(), known)).toBeRefused(422, 'form_identifier_exists', 'web3_wallet')
    expect((await signUp(browser, unknown)).body.response.status).toBe('complete')
    const own = server.browser()
    const again = await ask(own, known.address)
    expect((await answer(own, again.id, known.sign(again.message))).body.response.status).toBe('complete')
  })
})

describe('the site that a message names', () => {
  test.each([
    ['https://app.example', 'https://app.example', 'app.example'],
    ['https://shop.example', 'https://shop.example', 'shop.example'],
  ])('a page at %s is named', async (origin, uri, host) => {
    const server = await testServer('sqlite', {
      ...options,
      environment: 'production',
      publicUrl: 'https://app.example',
      allowedOrigins: ['https://shop.example'],
    })
    const fields = { web3_wallet: ethereumWallet().address, strategy: metamask }
    const { body } = await server.browser().call('POST', '/client/sign_ups', fields, { origin })
    const { message } = body.response.verifications.web3_wallet
    expect(message).toContain(`URI: ${uri}\n`)
    expect(message).toContain(`${host} wants you to`)
    await server.close()
  })

  test('attack: a phishing site has its own name put into the message', async () => {
    const server = await testServer('sqlite', { ...options, environment: 'production' })
    const fields = { web3_wallet: ethereumWallet().address, strategy: metamask }
    const phishing = { host: 'evil.example', origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await server.request('https://evil.example/__clerk/v1/client/sign_ups', {
      method: 'POST',
      headers: phishing,
      body: new URLSearchParams(fields).toString(),
    })
    expect(answer.status).toBe(403)
    expect(await answer.json()).toMatchObject({ errors: [{ code: 'feature_not_enabled' }] })
    await server.close()
  })
})

describe('signatures', () => {
  test('addresses are written with the checksums of EIP-55', async () => {
    for (const address of [
      '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
      '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
      '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
      '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb',
    ])
      expect(await checksummed(address.toLowerCase())).toBe(address)
  })

  test('attack: a key of small order, for which one signature fits every message', async () => {
    const identity = Uint8Array.of(1, ...new Uint8Array(31))
    const forged = Buffer.concat([identity, new Uint8Array(32)]).toString('base64')
    const wallet = { chain: 'solana', address: base58(identity) } as const
    expect(await hasSigned(wallet, 'any message', forged)).toBe(false)
  })

  test('a wallet of Solana signs the message itself, as base64', async () => {
    const { address, sign } = solanaWallet()
    const wallet = { chain: 'solana', address } as const
    expect(await hasSigned(wallet, 'this', sign('this'))).toBe(true)
    expect(await hasSigned(wallet, 'that', sign('this'))).toBe(false)
    expect(await hasSigned(wallet, 'this', sign('this').slice(0, -2))).toBe(false)
  })
})
