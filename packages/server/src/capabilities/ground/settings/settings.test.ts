import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { readOptions } from '../../../start/options.js'
import { leaves } from './leaves.js'
import { resolve, settingsOf } from './settings.js'

afterEach(() => vi.unstubAllEnvs())

describe('a setting', () => {
  const lifetime = (fixed: number | undefined, stored: number | undefined) =>
    resolve({ 'session.lifetime_seconds': fixed }, { 'session.lifetime_seconds': stored }).session

  test('a setting is what code says, else what is stored, else what it begins with, leaf by leaf', () => {
    expect(lifetime(10, 20)).toEqual({ lifetime_seconds: 10, inactivity_seconds: 604_800, single: false })
    expect(lifetime(undefined, 20)).toEqual({ lifetime_seconds: 20, inactivity_seconds: 604_800, single: false })
    expect(lifetime(undefined, undefined).lifetime_seconds).toBe(604_800)
  })

  test('a setting of false, 0 and no items at all counts as one that is set', () => {
    const fixed = { 'password.refuse_easy': false, 'rate_limits.seconds_between_codes': 0, reserved_usernames: [] }
    const stored = { 'password.refuse_easy': true, 'rate_limits.seconds_between_codes': 5, reserved_usernames: ['chef'] }
    const { password, rate_limits, reserved_usernames } = resolve(fixed, stored)
    expect([password.refuse_easy, rate_limits.seconds_between_codes, reserved_usernames]).toEqual([false, 0, []])
  })

  test('a setting that is a list counts as a whole, but allowed origins add up', () => {
    const fixed = { reserved_usernames: ['chef'], allowed_origins: ['https://a.example'] }
    const stored = { reserved_usernames: ['cook'], allowed_origins: ['https://b.example', 'https://a.example'] }
    const { reserved_usernames, allowed_origins } = resolve(fixed, stored)
    expect(reserved_usernames).toEqual(['chef'])
    expect(allowed_origins).toEqual(['https://a.example', 'https://b.example'])
  })

  test('a setting reads in code as the options spell it', () => {
    expect(settingsOf(resolve({ 'rate_limits.codes_per_recipient_per_day': 7 }, {})).rateLimits.codesPerRecipientPerDay).toBe(7)
  })
})

describe('in code and in the environment', () => {
  test('each setting has an option and a variable of its own', () => {
    for (const names of [leaves.map(({ option }) => option.join('.')), leaves.map(({ variable }) => variable)])
      expect(new Set(names).size).toBe(leaves.length)
  })

  test('a setting of every kind can come by variable, and says where it came from', () => {
    vi.stubEnv('FRONTDESK_SESSION_LIFETIME_SECONDS', '3600')
    vi.stubEnv('FRONTDESK_ATTRIBUTES_USERNAME', 'required')
    vi.stubEnv('FRONTDESK_PASSWORD_REFUSE_EASY', 'false')
    vi.stubEnv('FRONTDESK_BRANDING_APPLICATION_NAME', 'Corner shop')
    vi.stubEnv('FRONTDESK_RESERVED_USERNAMES', 'chef, cook')
    vi.stubEnv('FRONTDESK_SESSION_CLAIMS', '{"metadata":"{{user.public_metadata}}"}')
    expect(readOptions().fixed).toEqual({
      secrets: {},
      values: {
        'session.lifetime_seconds': 3600,
        'attributes.username': 'required',
        'password.refuse_easy': false,
        'branding.application_name': 'Corner shop',
        reserved_usernames: ['chef', 'cook'],
        session_claims: { metadata: '{{user.public_metadata}}' },
      },
      places: {
        'session.lifetime_seconds': 'in FRONTDESK_SESSION_LIFETIME_SECONDS',
        'attributes.username': 'in FRONTDESK_ATTRIBUTES_USERNAME',
        'password.refuse_easy': 'in FRONTDESK_PASSWORD_REFUSE_EASY',
        'branding.application_name': 'in FRONTDESK_BRANDING_APPLICATION_NAME',
        reserved_usernames: 'in FRONTDESK_RESERVED_USERNAMES',
        session_claims: 'in FRONTDESK_SESSION_CLAIMS',
      },
    })
  })

  test('a setting is taken from code before the environment, each by itself', () => {
    vi.stubEnv('FRONTDESK_SESSION_LIFETIME_SECONDS', '3600')
    vi.stubEnv('FRONTDESK_SESSION_SINGLE', 'true')
    const options = { applicationName: 'Corner shop', session: { lifetimeSeconds: 60, single: undefined } }
    expect(readOptions(options).fixed).toEqual({
      secrets: {},
      values: { 'branding.application_name': 'Corner shop', 'session.lifetime_seconds': 60, 'session.single': true },
      places: {
        'branding.application_name': 'in code: applicationName',
        'session.lifetime_seconds': 'in code: session.lifetimeSeconds',
        'session.single': 'in FRONTDESK_SESSION_SINGLE',
      },
    })
  })

  test('an empty variable sets nothing, as a copied .env has it', () => {
    vi.stubEnv('FRONTDESK_SESSION_LIFETIME_SECONDS', '')
    expect(readOptions().fixed).toEqual({ values: {}, places: {}, secrets: {} })
  })

  test('private hosts are kept as a URL spells them', () => {
    vi.stubEnv('FRONTDESK_PRIVATE_HOSTS', ' Billing.Internal. ,LOCALHOST:03000, 0x7f.1,[0::1]:80, bücher.internal:80')
    const hosts = ['billing.internal', 'localhost:3000', '127.0.0.1', '[::1]:80', 'xn--bcher-kva.internal:80']
    expect(readOptions().fixed).toEqual({
      secrets: {},
      values: { 'outbound.private_hosts': hosts },
      places: { 'outbound.private_hosts': 'in FRONTDESK_PRIVATE_HOSTS' },
    })
  })

  test.each([
    ['FRONTDESK_SESSION_LIFETIME_SECONDS', 'a week', 'session.lifetimeSeconds: '],
    ['FRONTDESK_SESSION_SINGLE', 'maybe', 'session.single: must be true or false'],
    ['FRONTDESK_ATTRIBUTES_USERNAME', 'always', 'attributes.username: '],
    ['FRONTDESK_EVENTS_KEPT_DAYS', '0', 'events.keptDays: must be a number of days, such as 30'],
    ['FRONTDESK_ENUMERATION_PROTECTION', 'perhaps', 'enumerationProtection: must be true or false'],
    ['FRONTDESK_PRIVATE_HOSTS', 'http://localhost:3000', 'outbound.privateHosts.0: must be a host'],
    ['FRONTDESK_PRIVATE_HOSTS', 'billing.internal, shop:70000', 'outbound.privateHosts.1: must be a host'],
    ['FRONTDESK_SESSION_CLAIMS', '{"role":', 'sessionClaims: must be a JSON object, such as {'],
    ['FRONTDESK_SESSION_CLAIMS', '{"sub":"me"}', 'sessionClaims.sub: is a reserved claim'],
    ['FRONTDESK_SESSION_CLAIMS', '{"role":"{{user."}', 'sessionClaims.role: must have shortcodes such as {{user.id}}'],
  ])('%s=%s stops the start', (variable, text, message) => {
    vi.stubEnv(variable, text)
    expect(() => readOptions()).toThrow(message)
    expect(() => readOptions()).toThrow(`(${variable})`)
  })

  describe('a file that FRONTDESK_CONFIG names', () => {
    const folder = mkdtempSync(join(tmpdir(), 'frontdesk-config-file-'))
    const file = join(folder, 'frontdesk.config.json')
    afterAll(() => rmSync(folder, { recursive: true }))

    test('the file that FRONTDESK_CONFIG names is asked after code and after the variable of a setting', () => {
      writeFileSync(
        file,
        JSON.stringify({ session: { lifetime_seconds: 7, single: true, inactivity_seconds: null }, codes: { max_attempts: 2 } }),
      )
      vi.stubEnv('FRONTDESK_CONFIG', file)
      vi.stubEnv('FRONTDESK_SESSION_SINGLE', 'false')
      expect(readOptions({ session: { lifetimeSeconds: 60 } }).fixed).toEqual({
        secrets: {},
        values: { 'session.lifetime_seconds': 60, 'session.single': false, 'codes.max_attempts': 2 },
        places: {
          'session.lifetime_seconds': 'in code: session.lifetimeSeconds',
          'session.single': 'in FRONTDESK_SESSION_SINGLE',
          'codes.max_attempts': 'in FRONTDESK_CONFIG: codes.max_attempts',
        },
      })
    })

    test('the file that FRONTDESK_CONFIG names stops the start when a value is wrong or the file is missing', () => {
      vi.stubEnv('FRONTDESK_CONFIG', file)
      writeFileSync(file, JSON.stringify({ session: { lifetime_seconds: 'a week' } }))
      expect(() => readOptions()).toThrow(/The settings in .*frontdesk\.config\.json need a change:\n.*lifetime_seconds/)
      rmSync(file)
      expect(() => readOptions()).toThrow(/The settings in .*frontdesk\.config\.json can't be read: ENOENT/)
    })
  })

  test('an unknown setting or group in code stops the start', () => {
    expect(() => readOptions({ session: { lifetme: 1 } } as object)).toThrow(/session: .*lifetme/)
    expect(() => readOptions({ sesion: {} } as object)).toThrow(/options: .*sesion/)
    vi.stubEnv('FRONTDESK_SESSION_SINGLE', 'true')
    expect(() => readOptions({ session: 'short' } as object)).toThrow(/session: .*object/)
  })
})
