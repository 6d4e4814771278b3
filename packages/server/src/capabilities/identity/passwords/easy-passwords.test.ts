import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { isCommon } from './common-passwords.js'
import { easyPatternIn } from './easy-patterns.js'
import { personalPart } from './personal.js'

describe('a common password', () => {
  test.each([
    'password',
    'Password',
    'PASSWORD1',
    'p@ssw0rd',
    'P@$$w0rd!',
    'password123',
    '12345678',
    'qwertyuiop',
    'iloveyou',
    'monkey123',
    'letmein2024',
    '1q2w3e4r',
    '1qaz2wsx',
    'trustno1',
    '!football!',
    'princess1',
    '12football',
    'football1234',
    'm!chelle',
    'e|izabeth',
    'e1izabeth',
    'm1chelle',
    'd0lphin',
    'm3lissa',
    'p4trick',
    'je55ica',
    'mat7hew',
    'ro8ert',
    'pa$$word',
    'p@ssword',
  ])('%s is a common password', async (password) => expect(await isCommon(password)).toBe(true))
  test.each([
    testPassword,
    'a new password',
    'another password',
    'correct horse battery',
    'Übergrößen-Café-9',
    'x8Kd93mq',
    'the owner chose this 1',
    'пароль из трёх слов',
  ])('%s is not a common password', async (password) => expect(await isCommon(password)).toBe(false))
})

describe('an easy pattern', () => {
  test.each([
    ['aaaaaaaa', 'repeated'],
    ['abababab', 'repeated'],
    ['abcabcabcabc', 'repeated'],
    ['🦊🦊🦊🦊🦊🦊🦊🦊', 'repeated'],
    ['x7k2x7k2', 'repeated'],
    ['aaaaaaab', 'repeated'],
    ['aBcDeFgH', 'sequences'],
    ['hgfedcba', 'sequences'],
    ['87654321', 'sequences'],
    ['qwertyui', 'sequences'],
    ['qwertzui', 'sequences'],
    ['azertyui', 'sequences'],
    ['poiuytre', 'sequences'],
    ['asdfgh12', 'sequences'],
    ['qsdfgh12', 'sequences'],
    ['zxcvbn12', 'sequences'],
    ['7890asdf', 'sequences'],
    ['asdfghjkl', 'sequences'],
    ['abcd1234', 'sequences'],
    ['абвгдежз', 'sequences'],
  ])('the password %s has an easy pattern: %s', (password, pattern) => expect(easyPatternIn(password)).toBe(pattern))
  test.each([testPassword, 'abcd1234wxyz', 'hijack stuv', 'x8Kd93mq'])('the password %s has no easy pattern', (password) =>
    expect(easyPatternIn(password)).toBeNull(),
  )
})

describe('a password made of who somebody is', () => {
  const jane = {
    emailAddresses: ['jane.doe@xn--mller-kva.example'],
    username: 'countess',
    first_name: 'Jané',
    last_name: 'O’Neill',
  }
  test.each([
    ['jane.doe@müller.example', 'identifier'],
    ['Jane.Doe@xn--mller-kva.example', 'identifier'],
    ['jane.doe1990', 'identifier'],
    ['Countess!!', 'identifier'],
    ['müller.example', 'identifier'],
    ['JANÉ o’neill 7', 'name'],
    ['doe-jane-1990', 'name'],
    ['Grand Hotel 2026', 'name'],
    ['hotel countess', 'name'],
    ['jane likes trains', null],
    ['19901990', null],
  ] as const)('what the password %s gives away of its owner: %s', (password, part) =>
    expect(personalPart(password, jane, 'Grand Hotel')).toBe(part),
  )

  test('a name that begins another, and one that is written with marks, are found in a password', () => {
    const others = { emailAddresses: [], first_name: 'Ann', last_name: 'Annabel कुलकर्णी' }
    expect(personalPart('annabel1990', others, 'A')).toBe('name')
    expect(personalPart('कुलकर्णी1990', others, 'A')).toBe('name')
  })

  test.each(['a new password', '19901990'])('no password is made of the name of a person without one: %s', (password) => {
    expect(personalPart(password, { emailAddresses: [null], first_name: '' }, 'A')).toBeNull()
  })
})

describe.each(engines)('attack: guessers begin with the easy ones, on %s', (engine) => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer(engine, { applicationName: 'Grand Hotel' })
  })
  afterAll(() => server.close())

  const easy: Array<[password: string, code: string]> = [
    ['password', 'form_password_pwned'],
    ['12345678', 'form_password_pwned'],
    ['aaaaaaaa', 'form_password_not_strong_enough'],
    ['abcabcabcabc', 'form_password_not_strong_enough'],
    ['grandhotel2026', 'form_password_not_strong_enough'],
  ]

  test('no easy password is taken at sign-up, also not the address that came a step before', async () => {
    const email_address = 'jane.doe@example.com'
    for (const [password, code] of [...easy, [email_address, 'form_password_matches_identifier'] as const])
      expect(await server.browser().call('POST', '/client/sign_ups', { email_address, password })).toBeRefused(
        422,
        code,
        'password',
      )

    const browser = server.browser()
    const { id } = (await browser.call('POST', '/client/sign_ups', { email_address })).body.response
    const later = await browser.call('PATCH', `/client/sign_ups/${id}`, { password: 'JaneDoe1990' })
    expect(later).toBeRefused(422, 'form_password_matches_identifier', 'password')
  })

  test('no easy password is taken when a person changes, resets or first sets one', async () => {
    const browser = server.browser()
    const { created_user_id: id } = await browser.signUp('ada.l@example.com')
    const change = (fields: object) => browser.call('POST', '/me/change_password', { ...fields })
    const resetting = server.browser()
    const strategy = 'reset_password_email_code'
    const begun = await resetting.call('POST', '/client/sign_ins', { identifier: 'ada.l@example.com', strategy })
    const path = `/client/sign_ins/${begun.body.response.id}`
    const code = await server.mailbox.lastCode('ada.l@example.com')
    await resetting.call('POST', `${path}/attempt_first_factor`, { strategy, code })

    for (const [password, refused] of [...easy, ['ada.l@example.com', 'form_password_matches_identifier'] as const]) {
      const changed = await change({ current_password: testPassword, new_password: password })
      expect(changed).toBeRefused(422, refused, 'new_password')
      expect(await resetting.call('POST', `${path}/reset_password`, { password })).toBeRefused(422, refused, 'password')
    }
    await server.backend('POST', `/users/${id}/remove_password`)
    expect(await change({ new_password: 'password' })).toBeRefused(422, 'form_password_pwned', 'new_password')
    expect((await change({ new_password: 'a new password' })).status).toBe(200)
  })

  test('no easy password is taken from a server, unless it says that it checks passwords itself', async () => {
    const email_address = ['grace@example.com']
    for (const [password, code] of [...easy, ['grace@example.com', 'form_password_matches_identifier'] as const])
      expect(await server.backend('POST', '/users', { email_address, password })).toBeRefused(422, code, 'password')
    const made = await server.backend('POST', '/users', { email_address, password: 'password', skip_password_checks: true })
    expect(made.status).toBe(200)

    const update = (fields: object) => server.backend('PATCH', `/users/${made.body.id}`, fields)
    expect(await update({ password: 'Grace1990' })).toBeRefused(422, 'form_password_matches_identifier', 'password')
    expect(await update({ first_name: 'Hopper', password: 'hopper grace' })).toBeRefused(
      422,
      'form_password_not_strong_enough',
      'password',
    )
    expect((await update({ password: 'hopper', skip_password_checks: true })).status).toBe(200)
  })

  test('the refusal of an easy password is in words that Clerk’s pages know', async () => {
    const fields = { email_address: 'x@example.com', password: 'abcdefghijk' }
    const { body } = await server.browser().call('POST', '/client/sign_ups', fields)
    expect(body.errors).toEqual([
      {
        code: 'form_password_not_strong_enough',
        message: 'The password is not strong enough.',
        long_message: 'This password is easy to guess. Avoid letters, digits and keys in a row.',
        meta: {
          param_name: 'password',
          zxcvbn: { suggestions: [{ code: 'sequences', message: 'Avoid letters, digits and keys in a row.' }] },
        },
      },
    ])
  })

  test('an instance with refuseEasy off takes easy passwords', async () => {
    const lax = await testServer(engine, { password: { refuseEasy: false } })
    const answer = await lax.browser().call('POST', '/client/sign_ups', { email_address: 'a@example.com', password: 'password' })
    expect(answer.status).toBe(200)
    await lax.close()
  })
})
