/** With enumeration protection nobody learns who has an account: not from answers, and not from the work that they cost. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { kindOf } from '../../../crypto/password-kind.js'
import { type Answer, engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { factors } from '../factors/matrix.js'

const newPassword = 'a quite different passphrase'
// Of testPassword, made elsewhere.
const bcrypt = '$2b$04$e6xuR1f/AQiwtvmFl2cHpu49Yo9bHfsyc.iyiYdZUBjbxFbH84mSu'
const codeOf = ({ body }: Answer) => body.errors?.[0]?.code ?? body.response.status

describe.each(engines)('whether there is an account is hidden on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, {
      enumerationProtection: true,
      attributes: { username: 'optional', phoneNumber: 'optional' },
      signIn: { emailLink: true, phoneCode: true, passkey: true },
      secondFactors: { phoneCode: true },
    })
  })
  afterAll(() => server.close())

  let made = 0
  const create = async (fields: object = {}) => {
    const emailAddress = `person-${++made}@example.com`
    const answer = await server.backend('POST', '/users', { email_address: [emailAddress], password: testPassword, ...fields })
    expect(answer.status).toBe(200)
    return { emailAddress, userId: answer.body.id as string }
  }
  const shut = async (verb: string) => {
    const { emailAddress, userId } = await create()
    await server.backend('POST', `/users/${userId}/${verb}`)
    return emailAddress
  }
  const signIn = (identifier: string, password: string) =>
    server.browser().call('POST', '/client/sign_ins', { identifier, strategy: 'password', password })

  /** An identifier of each kind of account. */
  const kinds: Record<string, () => Promise<string>> = {
    'a known account': async () => (await create()).emailAddress,
    'an account locked by guesses': async () => {
      const { emailAddress } = await create()
      for (let guess = 0; guess < 10; guess++) await signIn(emailAddress, `guess ${guess}`)
      return emailAddress
    },
    'an account that the app has locked': () => shut('lock'),
    'an account that the app has banned': () => shut('ban'),
    'an account without a password': async () =>
      (await create({ password: undefined, skip_password_requirement: true })).emailAddress,
    'an account with a digest from elsewhere': async () =>
      (await create({ password: undefined, password_digest: bcrypt, password_hasher: 'bcrypt' })).emailAddress,
    'an account with a second address': async () => {
      const second = `second-${++made}@example.com`
      await create({ email_address: [`first-${made}@example.com`, second] })
      return second
    },
  }
  beforeAll(async () => {
    await kinds['an account with a digest from elsewhere']!() // from then on each answer is compared with both kinds
  })

  const nobody = async () => `nobody-${++made}@example.com`

  const newNumber = () => `+49151${10_000_000 + ++made}`
  const newUsername = () => `person${1000 + ++made}` // of one length: sign-ins are compared as text
  /** The same of accounts that are named otherwise, each with a new identifier of that kind which is nobody's. */
  const namedOtherwise: Record<string, [known: () => Promise<string>, nobodys: () => string]> = {
    'an account with a number': [
      async () => {
        const number = newNumber()
        await create({ phone_number: [number] })
        return number
      },
      newNumber,
    ],
    'an account whose number is for the second factor': [
      async () => {
        const number = newNumber()
        const { userId } = await create()
        const fields = { user_id: userId, phone_number: number, verified: true, reserved_for_second_factor: true }
        expect((await server.backend('POST', '/phone_numbers', fields)).status).toBe(200)
        return number
      },
      newNumber,
    ],
    'an account with a username': [
      async () => {
        const username = newUsername()
        await create({ username })
        return username
      },
      newUsername,
    ],
    'an account with an address': [kinds['a known account']!, () => `nobody-${++made}@example.com`],
  }

  /** What is issued, whether it is sent to somebody or to nobody: the budgets count it. */
  const issued = async () => (await server.instance.db.selectFrom('one_time_secrets').select('id').execute()).length

  /** What is answered, with what differs between any two sign-ins taken out, what is issued, and the kinds of hashes that were made for it. */
  async function told(identifier: string, ask: (call: (path: string, fields: object) => Promise<Answer>) => Promise<unknown>) {
    const { passwords } = server.instance
    const { verify } = passwords
    const hashes: Array<string | null> = []
    passwords.verify = (answer, digest) => {
      hashes.push(digest === null ? null : kindOf(digest))
      return verify(answer, digest)
    }
    const browser = server.browser()
    const answers: unknown[] = []
    const before = await issued()
    await ask(async (path, fields) => {
      const answer = await browser.call('POST', path, fields as Record<string, unknown>)
      answers.push([answer.status, answer.headers.get('retry-after'), answer.cookies, scrubbed(answer.body, identifier)])
      return answer
    })
    passwords.verify = verify
    return { answers, hashes, issued: (await issued()) - before }
  }

  const scrubbed = (body: unknown, identifier: string) =>
    JSON.stringify(body)
      .replaceAll(identifier, 'IDENTIFIER')
      .replace(/"(sia|sua|idn|client)_\w{27}"/g, '"$1_ID"')
      .replace(/"clerk_trace_id":"\w+"/g, '')

  const questions: Record<string, (identifier: string) => ReturnType<typeof told>> = {
    'a wrong password, in one step': (identifier) =>
      told(identifier, (call) => call('/client/sign_ins', { identifier, strategy: 'password', password: 'wrong' })),
    'a wrong password, step by step': (identifier) =>
      told(identifier, async (call) => {
        const { body } = await call('/client/sign_ins', { identifier })
        const path = `/client/sign_ins/${body.response.id}/attempt_first_factor`
        for (const password of ['wrong', 'again']) await call(path, { strategy: 'password', password })
      }),
    ...Object.fromEntries(
      ['email_code', 'reset_password_email_code'].map((strategy) => [
        `a wrong code (${strategy})`,
        (identifier: string) =>
          told(identifier, async (call) => {
            const { body } = await call('/client/sign_ins', { identifier })
            const path = `/client/sign_ins/${body.response.id}`
            const [offer] = body.response.supported_first_factors.filter(
              (factor: { strategy: string }) => factor.strategy === strategy,
            )
            await call(`${path}/prepare_first_factor`, { strategy, email_address_id: offer.email_address_id })
            for (let guess = 0; guess < 4; guess++) await call(`${path}/attempt_first_factor`, { strategy, code: '000000' })
            await call(`${path}/reset_password`, { password: newPassword })
          }),
      ]),
    ),
    'a code asked for in one step': (identifier) =>
      told(identifier, (call) => call('/client/sign_ins', { identifier, strategy: 'email_code' })),
    'a sign-up': (identifier) =>
      told(identifier, async (call) => {
        const fields = { email_address: identifier, password: testPassword, strategy: 'email_code' }
        const { body } = await call('/client/sign_ups', fields)
        await call(`/client/sign_ups/${body.response.id}/attempt_verification`, { strategy: 'email_code', code: '000000' })
      }),
  }

  describe.each(Object.entries(kinds))('attack: %s is told from none by', (_kind, identifierOf) => {
    test.each(Object.entries(questions))('attack: an account is told from none by %s', async (_question, ask) => {
      const known = await ask(await identifierOf())
      expect(known).toEqual(await ask(await nobody()))
      expect(known.answers.length).toBeGreaterThan(0)
    })
  })

  /** Ways to ask that any identifier has. */
  const ways: typeof questions = {
    'a wrong password, in one step': questions['a wrong password, in one step']!,
    'each strategy, asked for in one step': (identifier) =>
      told(identifier, async (call) => {
        for (const strategy of Object.keys(factors)) await call('/client/sign_ins', { identifier, strategy, redirect_url: '/' })
      }),
    'each strategy, step by step': (identifier) =>
      told(identifier, async (call) => {
        const { body } = await call('/client/sign_ins', { identifier })
        const path = `/client/sign_ins/${body.response.id}`
        for (const strategy of Object.keys(factors)) {
          await call(`${path}/prepare_first_factor`, { strategy, redirect_url: '/' })
          await call(`${path}/attempt_first_factor`, { strategy, code: '000000', password: 'wrong' })
        }
      }),
    'a sign-up by number': (identifier) =>
      told(identifier, async (call) => {
        const fields = { phone_number: identifier, password: testPassword, strategy: 'phone_code' }
        const { body } = await call('/client/sign_ups', fields)
        if (body.response)
          await call(`/client/sign_ups/${body.response.id}/attempt_verification`, { strategy: 'phone_code', code: '000000' })
      }),
  }

  describe.each(Object.entries(namedOtherwise))('attack: %s is told from none by', (_kind, [known, nobodys]) => {
    test.each(Object.entries(ways))('attack: an account is told from none by %s', async (_way, ask) => {
      const seen = await ask(await known())
      expect(seen).toEqual(await ask(nobodys()))
      expect(seen.answers.length).toBeGreaterThan(0)
    })
  })

  test('each password is compared with a digest of each kind that accounts have', async () => {
    const { hashes } = await questions['a wrong password, in one step']!(await nobody())
    expect(hashes).toEqual([null, kindOf(`bcrypt ${bcrypt}`)])
  })

  test.each(['an account that the app has locked', 'an account that the app has banned'])(
    'with enumeration protection nothing is mailed to %s',
    async (kind) => {
      const identifier = await kinds[kind]!()
      const mails = await server.mailbox.all()
      for (const strategy of ['email_code', 'reset_password_email_code'])
        expect((await server.browser().call('POST', '/client/sign_ins', { identifier, strategy })).status).toBe(200)
      expect(await server.mailbox.all()).toEqual(mails)
    },
  )

  test.each<[string, () => Promise<string>]>([
    ['email_code', nobody],
    ['phone_code', async () => newNumber()],
  ])(
    'with enumeration protection nothing is sent where there is no account, and no code opens one (%s)',
    async (strategy, identifierOf) => {
      const identifier = await identifierOf()
      const sent = async () => [await server.mailbox.all(), await server.textbox.all()]
      const before = await sent()
      const browser = server.browser()
      const { body } = await browser.call('POST', '/client/sign_ins', { identifier, strategy })
      expect(await sent()).toEqual(before)
      const { vault } = server.instance
      const { fingerprint } = vault
      vault.fingerprint = (text, purpose) => (purpose === `sign_in_${strategy}` ? 'any code' : fingerprint(text, purpose))
      await server.instance.db.updateTable('one_time_secrets').set({ secret_digest: 'any code' }).execute()
      const lucky = await browser.call('POST', `/client/sign_ins/${body.response.id}/attempt_first_factor`, {
        strategy,
        code: '123456',
      })
      vault.fingerprint = fingerprint
      expect(codeOf(lucky)).toBe('form_code_incorrect')
    },
  )

  describe('the owner still', () => {
    test('with enumeration protection the owner signs in with the password, by address and by username', async () => {
      const { emailAddress } = await create({ username: 'dayworker' })
      expect(codeOf(await signIn(emailAddress, testPassword))).toBe('complete')
      expect(codeOf(await signIn('dayworker', testPassword))).toBe('complete')
    })

    test('with enumeration protection the owner signs in with an imported password, which is then of our own kind', async () => {
      const identifier = await kinds['an account with a digest from elsewhere']!()
      expect(codeOf(await signIn(identifier, testPassword))).toBe('complete')
      expect(codeOf(await signIn(identifier, testPassword))).toBe('complete')
    })

    test.each([
      ['email_code', 'complete'],
      ['reset_password_email_code', 'needs_new_password'],
    ])('with enumeration protection the owner uses a code (%s)', async (strategy, status) => {
      const identifier = await kinds['an account locked by guesses']!()
      const browser = server.browser()
      const { body } = await browser.call('POST', '/client/sign_ins', { identifier, strategy })
      const path = `/client/sign_ins/${body.response.id}`
      const code = await server.mailbox.lastCode(identifier)
      expect(codeOf(await browser.call('POST', `${path}/attempt_first_factor`, { strategy, code }))).toBe(status)
      if (status === 'complete') return
      expect(codeOf(await browser.call('POST', `${path}/reset_password`, { password: newPassword }))).toBe('complete')
    })

    test('with enumeration protection the owner learns at sign-up of the account, with the code from the mail', async () => {
      const { emailAddress } = await create()
      const browser = server.browser()
      const fields = { email_address: emailAddress, password: testPassword, strategy: 'email_code' }
      const { body } = await browser.call('POST', '/client/sign_ups', fields)
      const code = await server.mailbox.lastCode(emailAddress)
      const path = `/client/sign_ups/${body.response.id}/attempt_verification`
      const answer = await browser.call('POST', path, { strategy: 'email_code', code })
      expect([answer.status, codeOf(answer)]).toEqual([422, 'form_identifier_exists'])
    })

    test('with enumeration protection the owner is told of a suspended account, with the right password', async () => {
      const identifier = await kinds['an account that the app has banned']!()
      expect(codeOf(await signIn(identifier, testPassword))).toBe('user_banned')
    })
  })

  test('with enumeration protection a signed-in person learns of no address that it has an account', async () => {
    const { emailAddress } = await create()
    const browser = server.browser()
    await browser.signIn((await create()).emailAddress)
    const added = await browser.call('POST', '/me/email_addresses', { email_address: emailAddress })
    expect(added.status).toBe(200)
    const path = `/me/email_addresses/${added.body.response.id}`
    await browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' })
    const code = await server.mailbox.lastCode(emailAddress)
    expect(codeOf(await browser.call('POST', `${path}/attempt_verification`, { code }))).toBe('form_identifier_exists')
  })

  test('pages learn from the environment that enumeration protection is on', async () => {
    const { body } = await server.browser().call('GET', '/environment')
    expect(body.user_settings.attack_protection.enumeration_protection).toEqual({ enabled: true })
  })
})
