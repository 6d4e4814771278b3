/** Wallets of an account: what their owner does with them, and what a server with the secret key does. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ethereumWallet, type SoftwareWallet, solanaWallet } from '../../../testing/software-wallet.js'
import {
  type AnyBody,
  engines,
  type TestBrowser,
  type TestServer,
  testPassword,
  testServer,
} from '../../../testing/test-server.js'

const metamask = 'web3_metamask_signature'
let used = 0

describe.each(engines)('wallets of an account on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { attributes: { web3Wallet: 'optional' }, web3Wallets: { solana: true } })
  })
  afterAll(() => server.close())

  async function person(): Promise<TestBrowser> {
    const browser = server.browser()
    await browser.signUp(`holder-${used++}@example.com`)
    return browser
  }

  /** Names the wallet and has its message made. */
  async function asked(browser: TestBrowser, { address }: SoftwareWallet, strategy: string = metamask): Promise<AnyBody> {
    const { id } = (await browser.call('POST', '/me/web3_wallets', { web3_wallet: address })).body.response
    return (await browser.call('POST', `/me/web3_wallets/${id}/prepare_verification`, { strategy })).body.response
  }

  const attempt = (browser: TestBrowser, id: string, signature: string) =>
    browser.call('POST', `/me/web3_wallets/${id}/attempt_verification`, { signature })

  async function connected(browser: TestBrowser, wallet: SoftwareWallet, strategy?: string): Promise<AnyBody> {
    const { id, verification } = await asked(browser, wallet, strategy)
    const answer = await attempt(browser, id, wallet.sign(verification.message))
    expect(answer.status).toBe(200)
    return answer.body.response
  }

  const meOf = async (browser: TestBrowser) => (await browser.call('GET', '/me')).body.response

  test('a person connects, makes primary and removes wallets, and their owner hears of it', async () => {
    const browser = await person()
    const [one, two] = [ethereumWallet(), solanaWallet()]
    const before = (await server.events()).length
    const { verification } = await asked(browser, one)
    expect(verification).toMatchObject({ object: 'verification_web3', status: 'unverified', strategy: metamask })
    expect(verification.message).toContain('Connect this wallet to your account.')
    const [shown] = (await server.backend('GET', `/users/${(await meOf(browser)).id}`)).body.web3_wallets
    expect(shown.verification).not.toHaveProperty('message')
    const first = await connected(browser, one)
    expect(first).toMatchObject({ web3_wallet: one.address, verification: { status: 'verified', strategy: metamask } })
    expect((await meOf(browser)).primary_web3_wallet_id).toBe(first.id)
    server.clock.advance(1)
    const second = await connected(browser, two, 'web3_solana_signature')
    expect((await browser.call('GET', '/me/web3_wallets')).body.map(({ id }: AnyBody) => id)).toEqual([first.id, second.id])
    expect((await browser.call('GET', `/me/web3_wallets/${second.id}`)).body.response).toEqual(second)

    await browser.call('PATCH', '/me', { primary_web3_wallet_id: second.id })
    expect((await meOf(browser)).primary_web3_wallet_id).toBe(second.id)
    const removed = await browser.call('DELETE', `/me/web3_wallets/${second.id}`)
    expect(removed.body.response).toEqual({ object: 'web3_wallet', id: second.id, deleted: true })
    expect(await meOf(browser)).toMatchObject({ primary_web3_wallet_id: first.id, web3_wallets: [{ id: first.id }] })
    await browser.call('DELETE', `/me/web3_wallets/${first.id}`)
    expect(await meOf(browser)).toMatchObject({ primary_web3_wallet_id: null, web3_wallets: [] })
    expect(new Set((await server.events()).slice(before))).toEqual(new Set(['user.updated']))
    const kinds = (await server.mailbox.all()).slice(-4).map(({ kind }) => kind)
    expect(kinds).toEqual(['web3_wallet_added', 'web3_wallet_added', 'web3_wallet_removed', 'web3_wallet_removed'])
  })

  test('a wallet belongs to the first who signs with it; others who named it lose it', async () => {
    const [squatter, owner] = [await person(), await person()]
    const wallet = ethereumWallet()
    const claimed = await asked(squatter, wallet)
    await connected(owner, wallet)
    expect(await meOf(squatter)).toMatchObject({ web3_wallets: [] })
    expect(await attempt(squatter, claimed.id, wallet.sign(claimed.verification.message))).toBeRefused(404, 'resource_not_found')
    for (const browser of [squatter, owner])
      expect(await browser.call('POST', '/me/web3_wallets', { web3_wallet: wallet.address })).toBeRefused(
        422,
        'form_identifier_exists',
        'web3_wallet',
      )
  })

  test('attack: two accounts sign with one wallet at the same moment', async () => {
    const wallet = ethereumWallet()
    const claims = []
    for (const browser of [await person(), await person()]) claims.push({ browser, ...(await asked(browser, wallet)) })
    const answers = await Promise.all(
      claims.map(({ browser, id, verification }) => attempt(browser, id, wallet.sign(verification.message))),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    const owned = await server.instance.db
      .selectFrom('web3_wallets')
      .selectAll()
      .where('web3_wallet', '=', wallet.address)
      .execute()
    expect(owned.map(({ verified_at }) => verified_at !== null)).toEqual([true])
  })

  test('attack: one signature connects a wallet twice at once', async () => {
    const browser = await person()
    const wallet = ethereumWallet()
    const before = (await server.mailbox.all()).length
    const { id, verification } = await asked(browser, wallet)
    const signature = wallet.sign(verification.message)
    const both = await Promise.all([1, 2].map(() => attempt(browser, id, signature)))
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 400])
    const told = (await server.mailbox.all()).slice(before).map(({ kind }) => kind)
    expect(told).toEqual(['web3_wallet_added'])
  })

  test("attack: another person's wallet is read, signed for, made primary or removed", async () => {
    const [owner, stranger] = [await person(), await person()]
    const { id } = await connected(owner, ethereumWallet())
    for (const [method, path, fields] of [
      ['GET', '', {}],
      ['DELETE', '', {}],
      ['POST', '/prepare_verification', { strategy: metamask }],
      ['POST', '/attempt_verification', { signature: '0x00' }],
    ] as const)
      expect(await stranger.call(method, `/me/web3_wallets/${id}${path}`, fields), method + path).toBeRefused(
        404,
        'resource_not_found',
      )
    expect(await stranger.call('PATCH', '/me', { primary_web3_wallet_id: id })).toBeRefused(404, 'resource_not_found')
    const strangerId = (await meOf(stranger)).id
    expect(await server.backend('DELETE', `/users/${strangerId}/web3_wallets/${id}`)).toBeRefused(404, 'resource_not_found')
  })

  test('attack: a wallet that was only named is primary, and an old sign-in connects or removes one', async () => {
    const browser = await person()
    const wallet = ethereumWallet()
    const { id } = await connected(browser, wallet)
    const named = (await browser.call('POST', '/me/web3_wallets', { web3_wallet: ethereumWallet().address })).body.response
    expect(await browser.call('PATCH', '/me', { primary_web3_wallet_id: named.id })).toBeRefused(
      422,
      'form_param_value_invalid',
      'primary_web3_wallet_id',
    )
    server.clock.advance(11 * 60_000)
    for (const [method, path] of [
      ['POST', ''],
      ['DELETE', `/${id}`],
    ] as const) {
      const fields = { web3_wallet: ethereumWallet().address }
      const answer = await browser.call(method, `/me/web3_wallets${path}`, fields)
      expect([answer.status, answer.body.errors[0].code]).toEqual([403, 'session_reverification_required'])
    }
    const { sessions } = (await browser.call('GET', '/client')).body.response
    const path = `/client/sessions/${sessions[0].id}/verify`
    const begun = (await browser.call('POST', path, { level: 'first_factor' })).body.response
    expect(begun.supported_first_factors).toContainEqual(expect.objectContaining({ strategy: metamask, web3_wallet_id: id }))
    const again = { strategy: metamask, web3_wallet_id: id }
    const { message } = (await browser.call('POST', `${path}/prepare_first_factor`, again)).body.response
      .first_factor_verification
    expect(message).toContain('Confirm that it is you.')
    const wrong = { strategy: metamask, signature: ethereumWallet().sign(message) }
    expect(await browser.call('POST', `${path}/attempt_first_factor`, wrong)).toBeRefused(
      422,
      'web3_signature_incorrect',
      'signature',
    )
    const right = { strategy: metamask, signature: wallet.sign(message) }
    expect((await browser.call('POST', `${path}/attempt_first_factor`, right)).body.response.status).toBe('complete')
    expect((await browser.call('DELETE', `/me/web3_wallets/${id}`)).status).toBe(200)
  })

  test('an account has at most ten wallets, and one that it named already waits for its signature', async () => {
    const browser = await person()
    const add = (web3_wallet: string) => browser.call('POST', '/me/web3_wallets', { web3_wallet })
    const { address } = ethereumWallet()
    const first = (await add(address)).body.response
    expect((await add(address)).body.response.id).toBe(first.id)
    for (let count = 1; count < 10; count++) expect((await add(ethereumWallet().address)).status).toBe(200)
    expect(await add(ethereumWallet().address)).toBeRefused(403, 'web3_wallet_quota_exceeded', 'web3_wallet')
    expect(await attempt(browser, first.id, '0x00')).toBeRefused(400, 'verification_missing')
  })

  test('a server makes users with wallets, finds them by wallet, and takes wallets away', async () => {
    const [one, two] = [ethereumWallet().address, solanaWallet().address]
    const made = await server.backend('POST', '/users', {
      email_address: [`made-${used++}@example.com`],
      web3_wallet: [one.toUpperCase().replace('X', 'x'), two],
      password: testPassword,
    })
    const [first, second] = made.body.web3_wallets
    expect(made.body).toMatchObject({
      web3_wallets: [{ web3_wallet: one, verification: { strategy: 'admin', status: 'verified' } }, { web3_wallet: two }],
      primary_web3_wallet_id: first.id,
    })
    for (const query of [`web3_wallet=${one}`, `web3_wallet=${two}`, `query=${one}`, `query=${two}`]) {
      const found = (await server.backend('GET', `/users?${query}`)).body
      expect(
        found.map(({ id }: AnyBody) => id),
        query,
      ).toEqual([made.body.id])
    }
    expect((await server.backend('GET', '/users?web3_wallet=0x0')).body).toEqual([])
    const path = `/users/${made.body.id}`
    const changed = await server.backend('PATCH', path, { primary_web3_wallet_id: second.id })
    expect(changed.body.primary_web3_wallet_id).toBe(second.id)
    expect((await server.backend('DELETE', `${path}/web3_wallets/${second.id}`)).body).toEqual({
      object: 'web3_wallet',
      id: second.id,
      deleted: true,
    })
    expect((await server.backend('GET', path)).body.primary_web3_wallet_id).toBe(first.id)
    const again = { email_address: [`again-${used++}@example.com`], web3_wallet: [one], password: testPassword }
    expect(await server.backend('POST', '/users', again)).toBeRefused(422, 'form_identifier_exists', 'web3_wallet')
    expect(await server.backend('POST', '/users', { ...again, web3_wallet: ['0x1'] })).toBeRefused(
      422,
      'form_param_format_invalid',
      'web3_wallet',
    )
  })

  test('the last thing by which a person is found is not taken away', async () => {
    const { body: user } = await server.backend('POST', '/users', {
      web3_wallet: [ethereumWallet().address],
      skip_user_requirement: true,
      password: testPassword,
    })
    const path = `/users/${user.id}/web3_wallets/${user.web3_wallets[0].id}`
    expect(await server.backend('DELETE', path)).toBeRefused(400, 'identification_deletion_failed')
  })
})
