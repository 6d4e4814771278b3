/** What one mailbox may be sent, and how often its codes may be guessed. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../../../tests/environment/database.js'
import { createFrontdesk } from '../../../server.js'
import {
  type Answer,
  engines,
  type TestServer,
  testOrigin,
  testPassword,
  testServer,
  unlimited,
} from '../../../testing/test-server.js'
import { dayMs, hourMs, minuteMs, recipientOf, waitToSend } from './code-budget.js'
import { mailboxOf } from './mailbox.js'

const victim = 'ceo@company.example'
const networks = { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000 } // many networks have as many tries
const codeOf = ({ body }: Answer) => body.errors?.[0]?.code ?? body.response.status

describe('how long the next code waits', () => {
  const now = 100 * hourMs
  const limits = {
    ...networks,
    codesPerRecipientPerMinute: 2,
    codesPerRecipientPerHour: 3,
    codesPerRecipientPerDay: 4,
    secondsBetweenCodes: 10,
    guessesPerRecipientPerHour: 5,
    guessesPerRecipientPerDay: 8,
  }
  const sent = (ago: number, attempts = 0, consumed = false) => ({
    created_at: now - ago,
    expires_at: now - ago + 10 * minuteMs,
    attempts,
    max_attempts: 3,
    consumed_at: consumed ? now - ago : null,
  })

  test.each([
    ['nothing was sent', [], 0],
    ['the pause is over', [sent(10_000)], 0],
    ['the pause is not over', [sent(4_000)], 6_000],
    ['the last code was typed', [sent(4_000, 1, true)], 0],
    ['the last code was tried twice', [sent(4_000, 2)], 6_000],
    ['the last code was tried as often as it may be', [sent(4_000, 3)], 0],
    ['the clock was set back', [sent(-hourMs)], 10_000],
    ['two were sent in this minute', [sent(50_000), sent(20_000)], 10_000],
    ['three were sent in this hour', [sent(59 * minuteMs), sent(30 * minuteMs), sent(20 * minuteMs)], minuteMs],
    ['three were sent, one an hour ago', [sent(60 * minuteMs), sent(30 * minuteMs), sent(20 * minuteMs)], 0],
    ['four were sent in this day', [sent(23 * hourMs), sent(9 * hourMs), sent(5 * hourMs), sent(2 * hourMs)], hourMs],
    ['its codes were guessed at five times in this hour', [sent(40 * minuteMs, 2), sent(30 * minuteMs, 3)], 30 * minuteMs],
    ['they were guessed at eight times in this day', [sent(20 * hourMs, 4), sent(2 * hourMs, 4)], 4 * hourMs + 10 * minuteMs],
  ])('the next code waits as long as it must when %s', (_when, earlier, waitMs) => {
    expect(waitToSend(earlier, limits, now)).toBe(waitMs)
  })
})

test.each([
  ['upper case', 'CEO@Company.Example'],
  ['a full-width domain', 'ceo@ｃｏｍｐａｎｙ.example'],
  ['a full-width dot', 'ceo@company。example'],
  ['letters in circles', 'ceo@ⓒompany.example'],
  ['a tag', 'ceo+1@company.example'],
])('%s in an address leads to the same mailbox', (_how, spelling) => {
  expect(mailboxOf(spelling)).toBe(victim)
})

test('a domain in its own script and in ASCII leads to the same mailbox', () => {
  expect(mailboxOf('ada@bücher.example')).toBe(mailboxOf('ada@xn--bcher-kva.example'))
})

test('an address that begins with a plus is a mailbox of its own', () => {
  expect(mailboxOf('+1@company.example')).toBe('+1@company.example')
})

test.each(engines)(
  'attack: a reader of the database knows one code on %s, and recognises it in no other record',
  async (engine) => {
    const server = await testServer(engine)
    for (const name of ['one', 'two']) {
      const fields = { email_address: `${name}+clerk_test@example.com`, password: testPassword, strategy: 'email_code' }
      await server.browser().call('POST', '/client/sign_ups', fields)
    }
    const records = await server.instance.db.selectFrom('one_time_secrets').select(['purpose', 'secret_digest']).execute()
    expect(records.map(({ purpose }) => purpose)).toEqual(['sign_up_email_code', 'sign_up_email_code'])
    expect(records[0]!.secret_digest).not.toBe(records[1]!.secret_digest)
    await server.close()
  },
)

describe.each(engines)('strangers on %s', (engine) => {
  let server: TestServer
  beforeEach(async () => {
    server = await testServer(engine, { rateLimits: networks, environment: 'production' })
  })
  afterEach(() => server.close())

  /** A sign-up with that address in a new browser. */
  async function signUp(emailAddress = victim) {
    const browser = server.browser()
    const { body } = await browser.call('POST', '/client/sign_ups', { email_address: emailAddress, password: testPassword })
    const path = `/client/sign_ups/${body.response.id}`
    return {
      send: () => browser.call('POST', `${path}/prepare_verification`, { strategy: 'email_code' }),
      guess: (code: string) => browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code }),
    }
  }

  /** How many codes were mailed to anybody; production keeps no mail. */
  const codesSent = async () => (await server.instance.db.selectFrom('one_time_secrets').select('id').execute()).length

  test('attack: besiege a mailbox for a day: 5 mails an hour, 30 a day, 90 guesses', async () => {
    const times: number[] = []
    let guesses = 0
    let attempt = await signUp()
    for (let tries = 0; tries < 24 * 6; tries++) {
      if (tries % 12 === 0) attempt = await signUp()
      if ((await attempt.send()).status === 200) {
        times.push(server.clock.now())
        for (let guess = 0; guess < 4; guess++) if (codeOf(await attempt.guess('000000')) === 'form_code_incorrect') guesses++
      }
      server.clock.advance(10 * minuteMs)
    }
    expect(times).toHaveLength(30)
    for (const [at, time] of times.entries()) expect(time - (times[at - 5] ?? 0)).toBeGreaterThanOrEqual(hourMs)
    expect(guesses).toBe(90)
  }, 60_000)

  test('attack: use up each code at once, to be mailed the next one', async () => {
    const attempt = await signUp()
    const answers: unknown[] = []
    for (let mail = 0; mail < 6; mail++) {
      answers.push((await attempt.send()).status)
      for (let guess = 0; guess < 3; guess++) await attempt.guess('000000')
    }
    expect(answers).toEqual([200, 200, 200, 200, 200, 429])
    expect(await codesSent()).toBe(5)
  })

  test('attack: ask for a code twenty times at once, each from a browser of its own', async () => {
    const attempts = await Promise.all(Array.from({ length: 20 }, () => signUp()))
    const answers = await Promise.all(attempts.map(({ send }) => send()))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array(19).fill(429)])
    const refused = answers.find(({ status }) => status === 429)
    expect([codeOf(refused!), refused!.headers.get('retry-after')]).toEqual(['too_many_requests', '10'])
    expect(await codesSent()).toBe(1)
  })

  test('attack: ask for codes by other spellings of the mailbox, and in other places', async () => {
    await server.backend('POST', '/users', { email_address: [victim], password: testPassword })
    expect((await (await signUp('CEO+news@company.example')).send()).status).toBe(200)
    const elsewhere = ['email_code', 'reset_password_email_code'].map((strategy) =>
      server.browser().call('POST', '/client/sign_ins', { identifier: victim, strategy }),
    )
    expect((await Promise.all(elsewhere)).map(({ status }) => status)).toEqual([429, 429])
    expect(await codesSent()).toBe(1)
  })

  test('a person who typed the last code does not wait for the next', async () => {
    const developing = await testServer(engine, { rateLimits: networks })
    const browser = developing.browser()
    await browser.signUp(victim)
    const begin = () => developing.browser().call('POST', '/client/sign_ins', { identifier: victim, strategy: 'email_code' })
    expect([(await begin()).status, (await begin()).status]).toEqual([200, 429])
    developing.clock.advance(10_000)
    expect((await begin()).status).toBe(200)
    await developing.close()
  })

  test('an address added to an account is sent codes no more often than others', async () => {
    const owner = server.browser()
    const user = await server.backend('POST', '/users', { email_address: ['owner@example.com'], password: testPassword })
    expect(user.status).toBe(200)
    await owner.signIn('owner@example.com')
    const { body } = await owner.call('POST', '/me/email_addresses', { email_address: victim })
    const send = () =>
      owner.call('POST', `/me/email_addresses/${body.response.id}/prepare_verification`, { strategy: 'email_code' })
    expect([(await send()).status, (await send()).status]).toEqual([200, 429])
  })

  test('the addresses of strangers are not kept in the record', async () => {
    await (await signUp()).send()
    const { recipient } = await server.instance.db.selectFrom('one_time_secrets').select('recipient').executeTakeFirstOrThrow()
    expect(recipient).toBe(recipientOf(server.instance, victim))
    expect(recipient).not.toContain('company')
  })
})

const limitsOfGuesses = [
  ['an hour', { guessesPerRecipientPerHour: 15 }, hourMs],
  ['a day', { guessesPerRecipientPerDay: 15 }, dayMs],
] as const

describe.each(engines)('attack: where a code may be tried a thousand times on %s,', (engine) => {
  test.each(limitsOfGuesses)(
    'of codes that may be tried a thousand times, 15 guesses %s are compared all the same',
    async (_window, limit, windowMs) => {
      const server = await testServer(engine, { codes: { maxAttempts: 1000 }, rateLimits: { ...unlimited, ...limit } })
      const browser = server.browser()
      const begin = () =>
        browser.call('POST', '/client/sign_ups', { email_address: victim, password: testPassword, strategy: 'email_code' })
      const { body } = await begin()
      const code = await server.mailbox.lastCode(victim)
      const path = `/client/sign_ups/${body.response.id}`
      const guess = (answer: string) =>
        browser.call('POST', `${path}/attempt_verification`, { strategy: 'email_code', code: answer })
      const wrong = code === '000000' ? '000001' : '000000'
      const waitMs = 10 * minuteMs + windowMs // a guess counts from the end of its code

      const answers: Answer[] = []
      for (let tries = 0; tries < 20; tries++) answers.push(await guess(wrong))
      expect(answers.map(codeOf)).toEqual([...Array(15).fill('form_code_incorrect'), ...Array(5).fill('too_many_requests')])
      const right = await guess(code)
      expect([codeOf(right), right.headers.get('retry-after')]).toEqual(['too_many_requests', String(waitMs / 1000)])

      const mails = await server.mailbox.all()
      const refused = await begin()
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, String(waitMs / 1000)])
      expect(await server.mailbox.all()).toEqual(mails) // nothing is mailed that could not be used
      server.clock.advance(waitMs)
      expect((await begin()).status).toBe(200)
      await server.close()
    },
  )
})

test('attack: ask two nodes on one PostgreSQL for a code at once', async () => {
  const database = await freshDatabase('postgres')
  const nodes = [1, 2].map(() =>
    createFrontdesk({
      databaseUrl: database.url,
      encryptionKey: 'a key for tests, of 32 characters',
      environment: 'production',
      publicUrl: testOrigin,
      rateLimits: networks,
      log: () => {},
    }),
  )
  await Promise.all(nodes.map((node) => node.ready()))
  const fields = { email_address: victim, password: testPassword, strategy: 'email_code' }
  const ask = (at: number) =>
    nodes[at % 2]!.fetch(
      new Request(`${testOrigin}/__clerk/v1/client/sign_ups`, {
        method: 'POST',
        headers: { origin: testOrigin },
        body: new URLSearchParams(fields),
      }),
    )
  const statuses = (await Promise.all(Array.from({ length: 10 }, (_, at) => ask(at)))).map(({ status }) => status)
  expect(statuses.sort()).toEqual([200, ...Array(9).fill(429)])
  await Promise.all(nodes.map((node) => node.close()))
  await database.drop()
})
