/** Whichever factor comes first, it opens nothing by itself where a second one is enrolled: every way in, at every door. */
import { readFileSync } from 'node:fs'
import { web3Providers, web3Strategy } from '@frontdesk/contract'
import { Secret, TOTP } from 'otpauth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type SocialServer, socialServer, wayBack } from '../../../testing/social-server.js'
import { softwareAuthenticator } from '../../../testing/software-authenticator.js'
import { ethereumWallet, type SoftwareWallet, solanaWallet } from '../../../testing/software-wallet.js'
import { type Answer, engines, type TestBrowser, testOrigin, testPassword } from '../../../testing/test-server.js'
import { factors } from '../factors/matrix.js'

const emailAddress = 'owner@example.com'
const number = '+4915123456789'
const alice = { sub: 'alice', email: 'alice@example.com', email_verified: true }
const social = 'oauth_custom_acme'

/** All that may come first, as the matrix has it, and a provider. */
const ways = Object.entries(factors)
  .flatMap(([strategy, [first, , reset, , , names]]) => (first || reset || names ? [strategy] : []))
  .concat(social)

/** A sign-in whose first factor was verified, and what the browser knows that proved it. */
interface Begun {
  id: string
  answer: Record<string, string>
}

type Fields = Record<string, unknown>

/** Every door, with all that is tried there; those that can make a session are as the operations' page has them. */
const doors = ({ id, answer }: Begun, sessionId: string): Array<[method: string, path: string, ...forms: Fields[]]> => {
  const password = { strategy: 'password', password: testPassword }
  const strategies = [...Object.keys(factors), social, 'constructor']
  const callback = answer.callback ?? new URLSearchParams({ state: `${id}.${id}`, code: 'a code' })
  const ticket = answer.ticket ?? 'ticket_none'
  const known = answer.token ?? answer.code ?? id
  return [
    ['GET', '/client'],
    ['GET', '/client/handshake?format=nonce&redirect_url=/'],
    ['GET', `/client/handshake?format=nonce&redirect_url=/&__session=${known}`],
    ['GET', '/client/touch?redirect_url=/'],
    ['POST', '/client/former_sessions', { token: known }],
    ['POST', '/client/sign_ins', { transfer: true }, { identifier: emailAddress, ...given(answer) }, { strategy: 'ticket', ticket }],
    ['GET', `/client/sign_ins/${id}`],
    ['POST', `/client/sign_ins/${id}/prepare_first_factor`, given(answer), { strategy: 'email_code' }],
    ['POST', `/client/sign_ins/${id}/attempt_first_factor`, given(answer), password],
    ['POST', `/client/sign_ins/${id}/prepare_second_factor`, given(answer), { strategy: 'email_code' }],
    ['POST', `/client/sign_ins/${id}/attempt_second_factor`, password, ...strategies.map((strategy) => ({ ...given(answer), strategy }))],
    ['POST', `/client/sign_ins/${id}/reset_password`, { password: 'a quite different passphrase', sign_out_of_other_sessions: true }],
    ['POST', '/client/sign_ups', { transfer: true }, { email_address: emailAddress, ...password }, { strategy: 'ticket', ticket }],
    ['PATCH', `/client/sign_ups/${id}`, { password: testPassword }],
    ['POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code: known }],
    ['GET', `/oauth_callback?${callback}`],
    ['GET', `/tickets/accept?ticket=${ticket}`],
    ...[id, sessionId].flatMap((session): Array<[string, string, ...Fields[]]> => [
      ['GET', `/client/sessions/${session}`],
      ['POST', `/client/sessions/${session}/tokens`, {}],
      ['POST', `/client/sessions/${session}/touch`, { intent: 'select_session', active_organization_id: '' }],
      ['POST', `/client/sessions/${session}/verify`, { level: 'first_factor' }],
      ['POST', `/client/sessions/${session}/verify/attempt_first_factor`, password],
    ]),
    // Where tasks of a session that waits are done.
    ['POST', '/me/change_password', { current_password: testPassword, new_password: 'a quite different passphrase' }],
    ['POST', '/me/totp', {}],
    ['POST', '/me/passkeys', {}],
    ['POST', '/me/phone_numbers', { phone_number: '+436641234567' }],
  ] // biome-ignore format: a table
}

/** What a form may name. */
function given({ callback, token, ...fields }: Begun['answer']): Fields {
  return fields
}

describe.each(engines)('after the first factor alone, on %s', (engine) => {
  let server: SocialServer
  let owner: { browser: TestBrowser; userId: string; sessionId: string; totp: TOTP }
  const device = softwareAuthenticator()
  const [ethereum, solana] = [ethereumWallet(), solanaWallet()]
  beforeAll(async () => {
    server = await socialServer(engine, {
      attributes: { phoneNumber: 'optional', web3Wallet: 'optional' },
      web3Wallets: { metamask: true, coinbaseWallet: true, okxWallet: true, base: true, solana: true },
      signIn: { emailLink: true, phoneCode: true, passkey: true },
      secondFactors: { totp: true, backupCode: true },
      passkeys: { satisfiesSecondFactor: false },
    })
    const browser = server.browser()
    const { created_user_id: userId, created_session_id: sessionId } = await browser.signUp(emailAddress)
    await server.backend('POST', '/phone_numbers', { user_id: userId, phone_number: number, verified: true })
    const { id, verification } = (await browser.call('POST', '/me/passkeys')).body.response
    const made = { strategy: 'passkey', public_key_credential: device.make(verification.nonce) }
    await browser.call('POST', `/me/passkeys/${id}/attempt_verification`, made)
    const connecting = (await browser.call('POST', '/me/external_accounts', { strategy: social, ...wayBack })).body.response
    await server.comeBack(browser, server.acme.allow(connecting.verification.external_verification_redirect_url, alice))
    for (const [wallet, strategy] of [
      [ethereum, web3Strategy('metamask')],
      [solana, web3Strategy('solana')],
    ] as const) {
      const { id: walletId } = (await browser.call('POST', '/me/web3_wallets', { web3_wallet: wallet.address })).body.response
      const asked = await browser.call('POST', `/me/web3_wallets/${walletId}/prepare_verification`, { strategy })
      const signature = wallet.sign(asked.body.response.verification.message)
      await browser.call('POST', `/me/web3_wallets/${walletId}/attempt_verification`, { signature })
    }
    const { secret } = (await browser.call('POST', '/me/totp')).body.response
    const totp = new TOTP({ secret: Secret.fromBase32(secret) })
    owner = { browser, userId, sessionId, totp }
    await browser.call('POST', '/me/totp/attempt_verification', { code: nextCode() })
  })
  afterAll(() => server.close())

  /** Codes are used once: the next one is half a minute later. */
  const nextCode = () => {
    server.clock.advance(30_000)
    return owner.totp.generate({ timestamp: server.clock.now() })
  }
  const sessions = () =>
    server.instance.db.selectFrom('sessions').select('id').where('user_id', '=', owner.userId).orderBy('id').execute()

  const begin = async (browser: TestBrowser, fields: Fields) =>
    (await browser.call('POST', '/client/sign_ins', fields)).body.response
  const byCode = (strategy: string, identifier: string) => async (browser: TestBrowser) => {
    const { id } = await begin(browser, { identifier, strategy })
    const code = await (identifier === number ? server.textbox : server.mailbox).lastCode(identifier)
    const answer = { strategy, code }
    await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, answer)
    return { id, answer }
  }
  const byReset = (strategy: string, identifier: string) => async (browser: TestBrowser) => {
    const begun = await byCode(strategy, identifier)(browser)
    await browser.call('POST', `/client/sign_ins/${begun.id}/reset_password`, { password: testPassword })
    return begun
  }

  const byWallet = (strategy: string, wallet: SoftwareWallet) => async (browser: TestBrowser) => {
    const { id, first_factor_verification } = await begin(browser, { identifier: wallet.address, strategy })
    const answer = { strategy, signature: wallet.sign(first_factor_verification.message) }
    await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, answer)
    return { id, answer }
  }

  const firsts: Record<string, (browser: TestBrowser) => Promise<Begun>> = {
    ...Object.fromEntries(
      web3Providers.map((provider) => {
        const strategy = web3Strategy(provider)
        return [strategy, byWallet(strategy, provider === 'solana' ? solana : ethereum)]
      }),
    ),
    async password(browser) {
      const answer = { strategy: 'password', password: testPassword }
      const { id } = await begin(browser, { identifier: emailAddress, ...answer })
      return { id, answer }
    },
    email_code: byCode('email_code', emailAddress),
    phone_code: byCode('phone_code', number),
    reset_password_email_code: byReset('reset_password_email_code', emailAddress),
    reset_password_phone_code: byReset('reset_password_phone_code', number),
    async email_link(browser) {
      const strategy = 'email_link'
      const { id } = await begin(browser, { identifier: emailAddress })
      await browser.call('POST', `/client/sign_ins/${id}/prepare_first_factor`, { strategy, redirect_url: testOrigin })
      const { text } = (await server.mailbox.all()).findLast(({ to }) => to === emailAddress)!
      const token = /token=(\S+)/.exec(text)![1]!
      await follow(browser, token)
      return { id, answer: { strategy, token } }
    },
    async passkey(browser) {
      const { id, first_factor_verification } = await begin(browser, { strategy: 'passkey' })
      const answer = { strategy: 'passkey', public_key_credential: device.sign(first_factor_verification.nonce) }
      await browser.call('POST', `/client/sign_ins/${id}/attempt_first_factor`, answer)
      return { id, answer }
    },
    async ticket(browser) {
      const { token: ticket } = (await server.backend('POST', '/sign_in_tokens', { user_id: owner.userId })).body
      const answer = { strategy: 'ticket', ticket }
      return { id: (await begin(browser, answer)).id, answer }
    },
    async [social](browser) {
      const { id, address } = await server.begin(browser, 'sign_ins')
      const callback = server.acme.allow(address, alice)
      await server.comeBack(browser, callback)
      return { id, answer: { strategy: social, callback: new URL(callback).search.slice(1) } }
    },
  }

  const follow = async (browser: TestBrowser, token: string) => {
    const response = await server.request('/__clerk/v1/verify', {
      method: 'POST',
      headers: { origin: testOrigin, cookie: browser.cookies.header() },
      body: JSON.stringify({ token, confirmed: true }),
    })
    browser.cookies.store(response)
    return response.text()
  }

  /** A token of ours, wherever it is, and a sign-in that says that it is complete. */
  const entered = ({ body, headers }: Pick<Answer, 'body' | 'headers'>) =>
    /eyJ|"complete"/.exec(JSON.stringify([body, [...headers]]))

  test.each(ways)('attack: no endpoint yields a session after %s (134316)', async (first) => {
    const browser = server.browser()
    const before = await sessions()
    const events = (await server.events()).length
    const begun = await firsts[first]!(browser)
    const path = `/client/sign_ins/${begun.id}`
    const { response } = (await browser.call('GET', path)).body
    expect(response).toMatchObject({ status: 'needs_second_factor', created_session_id: null })
    expect(response.supported_second_factors).toEqual([{ strategy: 'totp' }, { strategy: 'backup_code' }])

    for (const [method, door, ...forms] of doors(begun, owner.sessionId)) {
      for (const form of forms.length > 0 ? forms : [undefined]) {
        const answer = await browser.call(method, door, form)
        expect(entered(answer), `${method} ${door} ${JSON.stringify(form)}`).toBe(null)
        const nonce = /__clerk_handshake_nonce=([\w-]+)/.exec(answer.headers.getSetCookie().join())?.[1]
        if (nonce) expect(entered(await server.backend('GET', `/clients/handshake_payload?nonce=${nonce}`))).toBe(null)
      }
    }
    expect(await follow(browser, begun.answer.token ?? `link_${begun.id}.${'x'.repeat(43)}`)).not.toContain('"verified"')

    expect((await server.stateOf(browser)).sessions).toEqual([])
    expect(browser.cookies.header()).not.toMatch(/__session(_\w+)?=[^;]/)
    expect(await sessions()).toEqual(before)
    expect((await server.events()).slice(events)).not.toContain('session.created')

    // The way was open all the while, to who has the app.
    const done = await browser.call('POST', `${path}/attempt_second_factor`, { strategy: 'totp', code: nextCode() })
    expect(done.body.response.status).toBe('complete')
    expect(await sessions()).toHaveLength(before.length + 1)
  })
})

test('the doors are all that can make a session', () => {
  const page = readFileSync(new URL('../../../../../../docs/operations.md', import.meta.url), 'utf8').split('## Backend API')[0]!
  const makers = [...page.matchAll(/^\| `(\w+) \/v1([^`]+)`.*`session\.created`/gm)].map(
    ([, method, path]) => `${method} ${path}`,
  )
  const tried = doors({ id: '{sign_in_id}', answer: {} }, '{session_id}').map(
    ([method, path]) => `${method} ${path.replace(/\?.*/, '').replace('sign_ups/{sign_in_id}', 'sign_ups/{sign_up_id}')}`,
  )
  expect(makers.length).toBeGreaterThan(5)
  expect(tried).toEqual(expect.arrayContaining(makers))
})
