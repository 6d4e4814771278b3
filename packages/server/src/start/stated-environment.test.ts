/** A deployment that forgot NODE_ENV=production, and one that forgot the rest. */
import { afterEach, expect, test, vi } from 'vitest'
import { freshDatabase } from '../../../../tests/environment/database.js'
import { createFrontdesk } from '../server.js'
import type { FrontdeskOptions, LogLine } from './frontdesk-options.js'
import { readOptions } from './options.js'

afterEach(() => vi.unstubAllEnvs())

const publicUrl = 'https://app.example.com'

test.each([undefined, '', 'staging', 'test'])(
  'a public address with NODE_ENV %j stops the start, and says why',
  (environment) => {
    vi.stubEnv('NODE_ENV', environment)
    expect(() => createFrontdesk({ publicUrl })).toThrow(
      /environment: must be stated[\s\S]*https:\/\/app\.example\.com[\s\S]*NODE_ENV=production[\s\S]*NODE_ENV=development/,
    )
    vi.stubEnv('FRONTDESK_PUBLIC_URL', publicUrl)
    expect(() => readOptions()).toThrow(/environment: must be stated/)
    expect(readOptions({ environment: 'development' }).environment).toBe('development')
  },
)

test.each(['http://localhost:3000', 'http://app.localhost', 'http://127.0.0.1:3000', 'http://[::1]:3000'])(
  'a public URL on this machine, %s, needs no stated environment',
  (address) => {
    vi.stubEnv('NODE_ENV', undefined)
    expect(readOptions({ publicUrl: address })).toMatchObject({ environment: 'development', publicUrl: address })
    expect(readOptions().environment).toBe('development')
  },
)

test.each(['development', 'production'] as const)('NODE_ENV=%s states the environment', (environment) => {
  vi.stubEnv('NODE_ENV', environment)
  expect(readOptions({ publicUrl }).environment).toBe(environment)
})

async function warningsOf(options: FrontdeskOptions): Promise<string[]> {
  const database = await freshDatabase('sqlite')
  const lines: LogLine[] = []
  const frontdesk = createFrontdesk({ databaseUrl: database.url, log: (line) => lines.push(line), ...options })
  await frontdesk.ready()
  for (const _ of [1, 2]) await frontdesk.fetch(new Request(`${publicUrl}/__clerk/v1/client`))
  await frontdesk.close()
  await database.drop()
  return lines.filter(({ level }) => level !== 'info').map(({ message }) => message)
}

test('production with nothing configured says what is missing, once', async () => {
  expect(await warningsOf({ environment: 'production' })).toEqual([
    expect.stringMatching(/FRONTDESK_PUBLIC_URL.*FRONTDESK_SMTP_URL.*FRONTDESK_ENCRYPTION_KEY/),
  ])
})

test('production names only what is missing, and nothing where all is there', async () => {
  const encryptionKey = 'a key for tests, of 32 characters'
  const [warning, ...others] = await warningsOf({ environment: 'production', publicUrl, encryptionKey })
  expect(others).toEqual([])
  expect(warning).toMatch(/^(?!.*(PUBLIC_URL|ENCRYPTION_KEY)).*FRONTDESK_SMTP_URL/)
  const mail = { smtpUrl: 'smtp://127.0.0.1:9', from: 'desk@example.com' }
  expect(await warningsOf({ environment: 'production', publicUrl, encryptionKey, mail })).toEqual([])
  expect(await warningsOf({ environment: 'development', encryptionKey })).toEqual([])
})
