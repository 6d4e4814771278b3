import { inspect } from 'node:util'
import type { SettingsDocument } from '@frontdesk/contract'
import { afterEach, describe, expect, expectTypeOf, test, vi } from 'vitest'
import type * as z from 'zod'
import type { Camelized } from '../capabilities/ground/settings/settings.js'
import type { SocialInCode } from '../capabilities/ground/settings/social.js'
import type { FrontdeskOptions, SocialClientOption } from './frontdesk-options.js'
import { type Options, readOptions } from './options.js'

const secrets = {
  databaseUrl: 'postgres://app:hunter2@db.example/app',
  encryptionKey: 'hunter2 hunter2 hunter2 hunter2 hunter2',
  mail: { smtpUrl: 'smtp://desk:hunter2@mail.example' },
}

test('the type that apps see is what the schema takes', () => {
  type Optional<T> = T extends readonly unknown[] ? T : T extends object ? { [Key in keyof T]?: Optional<T[Key]> | undefined } : T
  type Branding = SettingsDocument['branding']
  type InCode = Omit<SettingsDocument, 'branding' | 'social'> & Pick<Branding, 'application_name'> & { branding: Omit<Branding, 'application_name'> } // biome-ignore format: one thought
  type Given = z.input<typeof Options> & Optional<Camelized<InCode>>
  expectTypeOf<{ [Key in keyof Given]: Given[Key] }>().toEqualTypeOf<Omit<FrontdeskOptions, 'social'>>()
  expectTypeOf<z.input<typeof SocialInCode>[string]>().toEqualTypeOf<SocialClientOption>()
})

test('options print without their secrets, which logs and error reports would otherwise keep', () => {
  const options = readOptions(secrets)
  expect(inspect(options, { depth: 9, showHidden: true })).not.toContain('hunter2')
  expect(JSON.stringify(options)).not.toContain('hunter2')
  expect(`${options.databaseUrl}${options.encryptionKey}${options.mail.smtpUrl}`).toBe('[redacted]'.repeat(3))
  expect(options.databaseUrl.reveal()).toBe(secrets.databaseUrl)
})

test('a mistake in the options is told with the name of the option, what it must be, and none of the secrets', () => {
  const mistaken = {
    ...secrets,
    encryptionKey: 'hunter2',
    mail: { smtpUrl: 'http://desk:hunter2@mail.example' },
    pages: { signIn: 'sign-in' },
  }
  expect(() => readOptions(mistaken)).toThrow(/encryptionKey: .*32/)
  expect(() => readOptions(mistaken)).toThrow('mail.smtpUrl: must be an address such as smtp://')
  expect(() => readOptions(mistaken)).toThrow('pages.signIn: must be a path such as /sign-in')
  expect(() => readOptions(mistaken)).not.toThrow(/hunter2/)
})

describe('each mistake is told in plain words, with what would work:', () => {
  test.each<[object, string]>([
    [
      { encryptionKey: 'short' },
      'encryptionKey: must have at least 32 characters, such as those that `openssl rand -base64 32` prints (FRONTDESK_ENCRYPTION_KEY)',
    ],
    [{ environment: 'staging' }, 'environment: must be "development" or "production", not "staging" (NODE_ENV)'],
    [{ keyType: 'dead' }, 'keyType: must be "live" or "test", not "dead" (FRONTDESK_KEY_TYPE)'],
    [
      { mail: 'smtp://mail.example' },
      'mail: must be an object of options, such as { from: \'no-reply@example.com\' }, not "smtp://mail.example"',
    ],
    [{ mail: { smtp: 'smtp://mail.example' } }, 'mail: there is no smtp. Did you mean mail.smtpUrl?'],
    [{ appName: 'Corner shop' }, 'options: there is no appName. Did you mean applicationName?'],
    [
      { session: { lifetimeSeconds: 'a week' } },
      'session.lifetimeSeconds: must be a whole number from 1, such as 604800, not "a week" (FRONTDESK_SESSION_LIFETIME_SECONDS)',
    ],
    [
      { session: { lifetimeSeconds: 0 } },
      'session.lifetimeSeconds: must be a whole number from 1, such as 604800, not 0 (FRONTDESK_SESSION_LIFETIME_SECONDS)',
    ],
    [
      { password: { maxLength: 5000 } },
      'password.maxLength: must be a whole number from 8 up to 512, such as 128, not 5000 (FRONTDESK_PASSWORD_MAX_LENGTH)',
    ],
    [
      { attributes: { username: 'always' } },
      'attributes.username: must be "off" or "optional" or "required", not "always" (FRONTDESK_ATTRIBUTES_USERNAME)',
    ],
    [
      { allowedOrigins: 'https://shop.example' },
      'allowedOrigins: must be a list, such as [\'https://shop.example\'], not "https://shop.example" (FRONTDESK_ALLOWED_ORIGINS)',
    ],
    [{ log: 'console' }, 'log: must be a function, such as (line) => console.log(line.message), not "console"'],
  ])('the options %j stop the start with a line about what they must be', (options, line) => {
    expect(() => readOptions(options)).toThrow(`Frontdesk's options need a change:\n  ${line}`)
  })
})

describe('addresses', () => {
  afterEach(() => vi.unstubAllEnvs())

  test.each(['app.example.com:8443', 'localhost:3000', 'app.example.com', 'capacitor://localhost', 'https://a.example/path'])(
    'a public URL %s stops the start, from wherever it comes, with an example',
    (publicUrl) => {
      const message = `publicUrl: must be the origin that users see, scheme and host without a path, such as https://app.example.com or http://localhost:3000, not "${publicUrl}" (FRONTDESK_PUBLIC_URL)`
      expect(() => readOptions({ publicUrl })).toThrow(message)
      vi.stubEnv('FRONTDESK_PUBLIC_URL', publicUrl)
      expect(() => readOptions()).toThrow(message)
    },
  )

  test.each(['app.example.com:8080', 'mailto:x', 'null', '*', 'https://shop.example/cart'])(
    'an allowed origin %s stops the start, from wherever it comes, with an example',
    (origin) => {
      const must =
        'must be the origin of a front end, scheme and host without a path, such as https://shop.example or capacitor://localhost'
      const message = `allowedOrigins.1: ${must}, not "${origin}" (FRONTDESK_ALLOWED_ORIGINS)`
      expect(() => readOptions({ allowedOrigins: ['https://shop.example', origin] })).toThrow(message)
      vi.stubEnv('FRONTDESK_ALLOWED_ORIGINS', `https://shop.example, ${origin}`)
      expect(() => readOptions()).toThrow(message)
    },
  )

  test('the origin of a native shell is allowed as it is, and the list may end with a comma', () => {
    vi.stubEnv('FRONTDESK_ALLOWED_ORIGINS', 'capacitor://localhost, https://Shop.example/,')
    expect(readOptions().fixed.values.allowed_origins).toEqual(['capacitor://localhost', 'https://shop.example'])
  })

  test('a password in a public URL is not repeated', () => {
    expect(() => readOptions({ publicUrl: 'https://me:hunter2@app.example.com' })).toThrow(/publicUrl: .*user name/)
    expect(() => readOptions({ publicUrl: 'https://me:hunter2@app.example.com' })).not.toThrow(/hunter2/)
  })

  test.each(['afterSignInUrl', 'afterSignUpUrl', 'afterSignOutUrl'] as const)('%s is a path or a whole address', (name) => {
    const variable = name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()
    for (const url of ['/', '/welcome?x=1', 'https://app.example.com/welcome', 'myapp://home']) {
      expect(readOptions({ [name]: url })[name]).toBe(url)
      vi.stubEnv(`FRONTDESK_${variable}`, url)
      expect(readOptions()[name]).toBe(url)
    }
    for (const url of [
      '',
      'welcome',
      '//evil.example',
      '/\\evil.example',
      'app.example.com',
      '/a b',
      'javascript:alert(1)',
      'https:evil.example',
    ])
      expect(() => readOptions({ [name]: url }), url).toThrow(`${name}: must be a path such as /welcome`)
  })
})

describe('the inbox', () => {
  afterEach(() => vi.unstubAllEnvs())

  test.each([
    ['true', true],
    ['1', true],
    ['false', false],
    ['0', false],
    ['', false],
  ])('FRONTDESK_INBOX_OPEN=%j opens the inbox to other machines: %j', (text, open) => {
    vi.stubEnv('FRONTDESK_INBOX_OPEN', text)
    expect(readOptions().inbox).toEqual({ open })
  })

  test('FRONTDESK_INBOX_OPEN must be true or false', () => {
    vi.stubEnv('FRONTDESK_INBOX_OPEN', 'maybe')
    expect(() => readOptions()).toThrow('inbox.open: must be true or false, not "maybe" (FRONTDESK_INBOX_OPEN)')
  })
})

describe('the kind of keys', () => {
  afterEach(() => vi.unstubAllEnvs())

  test.each([
    ['test', 'test'],
    ['live', 'live'],
    ['', 'live'],
  ])('FRONTDESK_KEY_TYPE=%j makes keys of the kind %s', (text, kind) => {
    vi.stubEnv('FRONTDESK_KEY_TYPE', text)
    expect(readOptions().keyType).toBe(kind)
  })

  test('the kind of keys is what the app says, whatever the environment does', () => {
    vi.stubEnv('FRONTDESK_KEY_TYPE', 'test')
    expect(readOptions({ keyType: 'live' }).keyType).toBe('live')
  })

  test('the kind of keys is test or live, and no other', () => {
    vi.stubEnv('FRONTDESK_KEY_TYPE', 'pk_test')
    expect(() => readOptions()).toThrow('keyType: must be "live" or "test", not "pk_test" (FRONTDESK_KEY_TYPE)')
  })
})

describe('the mail server', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('the mail server comes from the environment, also when the app names another sender', () => {
    vi.stubEnv('FRONTDESK_SMTP_URL', 'smtp://mail.example')
    vi.stubEnv('FRONTDESK_MAIL_FROM', 'Desk <desk@hotel.example>')
    expect(readOptions().mail).toMatchObject({ from: 'Desk <desk@hotel.example>' })
    const { mail } = readOptions({ mail: { from: 'other@hotel.example' } })
    expect([mail.smtpUrl?.reveal(), mail.from]).toEqual(['smtp://mail.example', 'other@hotel.example'])
  })

  test('there is no mail server when its variable is empty, as a copied .env has it', () => {
    vi.stubEnv('FRONTDESK_SMTP_URL', '')
    vi.stubEnv('FRONTDESK_MAIL_FROM', '')
    expect(readOptions().mail).toEqual({ from: 'no-reply@localhost' })
  })
})

describe('the number of proxies', () => {
  afterEach(() => vi.unstubAllEnvs())

  test('the number of proxies comes from the environment, and must be a number there too', () => {
    vi.stubEnv('FRONTDESK_TRUSTED_PROXIES', '2')
    expect([readOptions().trustedProxies, readOptions({ trustedProxies: 1 }).trustedProxies]).toEqual([2, 1])
    vi.stubEnv('FRONTDESK_TRUSTED_PROXIES', '')
    expect(readOptions().trustedProxies).toBeUndefined()
    vi.stubEnv('FRONTDESK_TRUSTED_PROXIES', 'one')
    expect(() => readOptions()).toThrow(
      /trustedProxies: must be how many reverse proxies .* such as 1, not "one" \(FRONTDESK_TRUSTED_PROXIES\)/,
    )
  })
})
