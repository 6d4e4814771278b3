/** People from Amazon Cognito, which gives no digests away: whether their password is right is asked there, once. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { AskElsewhere } from '../../../crypto/asked-elsewhere.js'
import { type ManagedUsers, managedUsers } from '../../../testing/managed-users.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'

const digest = (identifier: string) => `awscognito#eu-west-1_AbCd12345#1example23456789#${identifier}`
const fromCognito = { password: undefined, password_hasher: 'awscognito', password_digest: digest('jane') }

describe.each(engines)('people from Cognito on %s', (engine) => {
  const asked: string[][] = []
  const itKnows = async (account: string, password: string) => account === digest('jane') && password === 'correct horse'
  let answer: AskElsewhere = itKnows
  beforeEach(() => {
    answer = itKnows
    asked.length = 0
  })
  const verifyImportedPassword: AskElsewhere = (...question) => {
    asked.push(question.slice(0, 2) as string[])
    return answer(...question)
  }

  let server: TestServer
  let people: ManagedUsers
  beforeAll(async () => {
    server = await testServer(engine, { verifyImportedPassword })
    people = managedUsers(server)
  })
  afterAll(() => server.close())

  test('a password is asked about as it was typed, and not again once it was right', async () => {
    const user = await people.create(fromCognito)
    expect(user.password_enabled).toBe(true)
    await expect(people.signIn(user, 'wrong')).rejects.toThrow('form_password_incorrect')
    expect((await people.signIn(user, 'correct horse')).status).toBe('complete')
    expect(asked).toEqual([
      [digest('jane'), 'wrong'],
      [digest('jane'), 'correct horse'],
    ])

    await expect(people.signIn(user, 'wrong')).rejects.toThrow('form_password_incorrect')
    expect((await people.signIn(user, 'correct horse')).status).toBe('complete')
    expect(asked).toHaveLength(2)
  })

  test('a digest that names no account, or no pool, is refused', async () => {
    for (const password_digest of [
      'awscognito#eu-west-1_A#client',
      'awscognito#eu-west-1_A#client#',
      'awscognito#pool#client#jane',
    ]) {
      const body = { ...fromCognito, email_address: ['a@b.example'], password_digest }
      expect(await server.backend('POST', '/users', body)).toBeRefused(
        422,
        'form_password_digest_invalid_code',
        'password_digest',
      )
    }
  })

  test.each<[string, AskElsewhere]>([
    ['throws', () => Promise.reject(new Error('Cognito is away'))],
    [
      'throws at once',
      () => {
        throw new Error('Cognito is away')
      },
    ],
  ])('while the question %s nobody signs in, and nobody is told that the password is wrong', async (_, fault) => {
    const user = await people.create(fromCognito)
    answer = fault
    await expect(people.signIn(user, 'correct horse')).rejects.toThrow('service_unavailable')
    expect(server.logs).toContainEqual(
      expect.objectContaining({
        level: 'warn',
        message: 'Whether an imported password is right could not be asked.',
      }),
    )
    answer = itKnows
    expect((await people.signIn(user, 'correct horse')).status).toBe('complete')
  })

  test.each(['yes', 1, {}])('only true is a yes: %s', async (value) => {
    const user = await people.create(fromCognito)
    answer = () => value as unknown as boolean // as code without types may answer
    await expect(people.signIn(user, 'correct horse')).rejects.toThrow('form_password_incorrect')
  })

  test('attack: who is asked about tells who has an account; somebody is asked about for everybody, with a password of nobody', async () => {
    const hiding = await testServer(engine, { enumerationProtection: true, verifyImportedPassword })
    try {
      const hidden = managedUsers(hiding)
      const user = await hidden.create(fromCognito)
      const own = await hidden.create()
      const identifiers = [user, own].map(({ email_addresses }) => email_addresses[0]!.email_address)
      for (const identifier of [...identifiers, 'nobody@example.com']) {
        asked.length = 0
        await expect(hiding.browser().signIn(identifier, 'a guess')).rejects.toThrow('form_password_or_identifier_incorrect')
        const [[account, password], ...more] = asked as [[string, string]]
        expect(more).toEqual([])
        expect(account).toBe(digest(identifier === identifiers[0] ? 'jane' : 'nobody@frontdesk.invalid'))
        expect(password === 'a guess').toBe(identifier === identifiers[0])
      }
      answer = () => Promise.reject(new Error('Cognito is away'))
      for (const identifier of [...identifiers, 'nobody@example.com'])
        await expect(hiding.browser().signIn(identifier, 'a guess')).rejects.toThrow('form_password_or_identifier_incorrect')
      expect((await hidden.signIn(own)).status).toBe('complete')
    } finally {
      await hiding.close()
    }
  })
})
