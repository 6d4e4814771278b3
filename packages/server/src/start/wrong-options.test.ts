/** Every option and every setting, given wrong in several ways: each time the name, what it must be, and what works. */
import { afterEach, describe, expect, test, vi } from 'vitest'
import { bareOf } from '../basics/from-variable.js'
import { leaves, putAt } from '../capabilities/ground/settings/leaves.js'
import { optionLeaves, readOptions } from './options.js'

afterEach(() => vi.unstubAllEnvs())

const all = [...optionLeaves, ...leaves].map(({ option, variable, schema }) => ({
  name: option.join('.'),
  option,
  variable,
  kind: bareOf(schema).type,
}))

/** Words of zod, and of JavaScript where a value was not expected. */
const foreign = /expected|received|invalid|too (small|big)|unrecognized|undefined|\[object|is not a|cannot read/i
const helps = /such as \S|true or false|"\w+" or "\w+"/

function lineFor(options: object): string {
  try {
    readOptions(options)
  } catch (error) {
    const [head, line, ...others] = (error as Error).message.split('\n')
    expect([head, others]).toEqual(["Frontdesk's options need a change:", []])
    return line!
  }
  throw new Error('it was accepted')
}

const withOption = (option: string[], value: unknown): object => {
  const options = {}
  putAt(options, option, value)
  return options
}

const wrongFor = (kind: string): unknown[] => [
  null,
  ...(kind === 'record' ? [{ x: '{{' }] : [{}]),
  Symbol('x'),
  ...(kind === 'boolean' || kind === 'number' ? ['x', ''] : [7, true]),
  ...(kind === 'array' ? ['x', [-7], [null], ['']] : [[], ['x']]),
  ...(kind === 'number' ? [-1, 1.5, Number.NaN, Number.POSITIVE_INFINITY] : []),
  ...(kind === 'enum' ? ['', 'x', 'x'.repeat(9999)] : []),
  ...(kind === 'function' || kind === 'custom' ? ['x'] : []),
]

describe.each(all)('the option $name', ({ name, option, variable, kind }) => {
  test.each(wrongFor(kind).map((value) => [value]))(`${name} given wrong as %o is told with its name and what works`, (value) => {
    const line = lineFor(withOption(option, value))
    expect(line).toMatch(new RegExp(`^ {2}${name.replace('.', '\\.')}(\\.\\w)?: must `))
    expect(line).toMatch(helps)
    expect(line).not.toMatch(foreign)
    expect(line.length).toBeLessThan(400)
    if (variable && variable !== 'FRONTDESK_SOCIAL') expect(line).toContain(`(${variable})`) // each of its fields has one of its own
  })

  test(`a misspelt ${name} gets a guess`, () => {
    const last = option.at(-1)!
    const misspelt = `${last.slice(0, -1)}${last.at(-1) === 'z' ? 'y' : 'z'}`
    expect(lineFor(withOption([...option.slice(0, -1), misspelt], 'x'))).toBe(
      `  ${option.slice(0, -1).join('.') || 'options'}: there is no ${misspelt}. Did you mean ${name}?`,
    )
  })
})

const onAtFirst = new Set(leaves.filter(({ initially }) => initially === true).map(({ variable }) => variable))

/** What counts only together, and what has a variable for each of its members. */
const parts = /^FRONTDESK_(TWILIO_|TEXT_WEBHOOK_|SOCIAL$)/

describe.each(
  all.filter(({ variable, kind }) => variable?.startsWith('FRONTDESK_') && kind !== 'array' && !parts.test(variable)),
)('the variable $variable', ({ name, variable }) => {
  const accepted: Record<string, string> = {
    FRONTDESK_DATABASE_URL: 'sqlite:users.db',
    FRONTDESK_ENCRYPTION_KEY: 'a key for tests, of 32 characters',
    FRONTDESK_KEY_TYPE: 'test',
    FRONTDESK_PUBLIC_URL: 'http://localhost:3000',
    FRONTDESK_DOMAIN: 'clerk.app.localhost',
    FRONTDESK_APP_DOMAIN: 'app.localhost',
    FRONTDESK_SMTP_URL: 'smtp://mail.example',
    FRONTDESK_MAIL_FROM: 'desk@example.com',
    FRONTDESK_SESSION_CLAIMS: '{"role":"{{user.public_metadata.role}}"}',
    FRONTDESK_MIGRATION_JWKS_URL: 'https://clerk.example/.well-known/jwks.json',
    FRONTDESK_MIGRATION_ISSUER: 'https://clerk.example',
    FRONTDESK_MIGRATION_UNTIL: '2027-03-31',
    FRONTDESK_SEED: 'seed.json',
    FRONTDESK_OPERATOR_EMAIL: 'ops@example.com',
    FRONTDESK_BRANDING_APPLICATION_NAME: 'Corner shop',
    FRONTDESK_BRANDING_ACCENT_COLOR: '#6f2c91',
    FRONTDESK_BRANDING_SOCIAL_BUTTONS: 'last',
    FRONTDESK_CAPTCHA_SCRIPT_URL: 'https://captcha.example/api.js',
    FRONTDESK_CAPTCHA_VERIFY_URL: 'https://captcha.example/siteverify',
    FRONTDESK_CAPTCHA_WIDGET_TYPE: 'invisible',
    FRONTDESK_PASSWORD_BREACH_API_URL: 'https://hashes.example/range',
    FRONTDESK_PASSWORD_MIN_STRENGTH: '3',
    FRONTDESK_PHONE_NUMBERS_DEFAULT_COUNTRY: 'DE',
    FRONTDESK_SIGN_UP_MODE: 'restricted',
    FRONTDESK_SIGN_UP_PASSWORD: 'optional',
  }
  const valueFor = (variable: string) => {
    const { kind } = all.find((leaf) => leaf.variable === variable)!
    if (kind === 'boolean') return onAtFirst.has(variable) ? 'false' : 'true'
    if (kind === 'number') return accepted[variable] ?? '99'
    return accepted[variable] ?? (variable.includes('ATTRIBUTES') ? 'required' : '/elsewhere')
  }

  test.each(['%\r\n', ' % ', '"%"', "'%'\n"])(`${variable} written %j is meant as it is without`, (written) => {
    const value = valueFor(variable!)
    vi.stubEnv(variable!, value)
    const plain = JSON.stringify(revealed(readOptions()))
    vi.stubEnv(variable!, written.replace('%', value))
    expect(JSON.stringify(revealed(readOptions()))).toBe(plain)
    vi.stubEnv(variable!, '')
    expect(JSON.stringify(revealed(readOptions()))).not.toBe(plain)
  })

  test.each(['', '\r\n', '""'])(`${variable} written %j sets nothing`, (written) => {
    const without = JSON.stringify(revealed(readOptions()))
    vi.stubEnv(variable!, written)
    expect(JSON.stringify(revealed(readOptions()))).toBe(without)
  })

  const takesAnyText = /SEED|APPLICATION_NAME|FRONT_END_FOLDER|CAPTCHA_S(ITE|ECRET)_KEY/.test(variable!)
  test.each(takesAnyText ? [] : [variable!])('a wrong %s is told with both names', () => {
    vi.stubEnv(variable!, 'x')
    const line = lineFor({})
    expect([line.startsWith(`  ${name}: must `), line.includes(`(${variable})`), foreign.test(line)]).toEqual([true, true, false])
  })
})

/** Options with their secrets. */
const revealed = (options: ReturnType<typeof readOptions>) => ({
  ...options,
  databaseUrl: options.databaseUrl.reveal(),
  encryptionKey: options.encryptionKey?.reveal(),
  mail: { ...options.mail, smtpUrl: options.mail.smtpUrl?.reveal() },
  captchaSecretKey: options.captchaSecretKey?.reveal(),
})

test('the variables of a service that sends text messages count together, in quotes or not', () => {
  const service = { ACCOUNT_SID: 'AC0123', AUTH_TOKEN: 'a token', FROM: '+15005550006', BASE_URL: 'https://texts.example' }
  for (const [name, value] of Object.entries(service)) vi.stubEnv(`FRONTDESK_TWILIO_${name}`, ` "${value}"\r\n`)
  const { accountSid, authToken, from, baseUrl } = readOptions().texts.twilio
  expect([accountSid, authToken?.reveal(), from, baseUrl]).toEqual(Object.values(service))
  vi.stubEnv('FRONTDESK_TWILIO_AUTH_TOKEN', '')
  expect(lineFor({})).toBe(
    '  texts.twilio.authToken: must be set where accountSid is, and only there (FRONTDESK_TWILIO_AUTH_TOKEN)',
  )
})

test.each([null, 'x', 7, []])('options that are %j are told as such', (options) => {
  expect(lineFor(options as object)).toMatch(/^ {2}options: must be an object, such as \{ publicUrl: .* \}, not /)
})
