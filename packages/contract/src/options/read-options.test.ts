import { describe, expect, test, vi } from 'vitest'
import { nearest, plainValue, shown, variable } from '../options.js'

describe('a value out of the environment', () => {
  test.each([
    ['sk_test_1\r\n', 'sk_test_1'],
    [' \tsk_test_1 ', 'sk_test_1'],
    ['\ufeffsk_test_1', 'sk_test_1'],
    ['"sk_test_1"', 'sk_test_1'],
    ["'sk_test_1'\r\n", 'sk_test_1'],
    ['" sk_test_1 "', 'sk_test_1'],
    ['"-----BEGIN\nEND-----"', '-----BEGIN\nEND-----'],
    ['the "best" shop', 'the "best" shop'],
    ['"half', '"half'],
    ['"two\'', '"two\''],
  ])('%j is meant as %j', (text, meant) => {
    expect(plainValue(text)).toBe(meant)
  })

  test.each([undefined, '', ' ', '\r\n', '""', "' '"])('%j is none', (text) => {
    expect(plainValue(text)).toBeUndefined()
  })

  test('a variable is read from the environment of the process, or from one that is given', () => {
    vi.stubEnv('FRONTDESK_MAIL_FROM', '"desk@example.com"\n')
    expect(variable('FRONTDESK_MAIL_FROM')).toBe('desk@example.com')
    expect(variable('FRONTDESK_MAIL_FROM', {})).toBeUndefined()
    vi.unstubAllEnvs()
  })
})

describe('a name that does not exist', () => {
  const known = ['publicUrl', 'applicationName', 'allowedOrigins', 'mail.smtpUrl', 'pages.signIn', 'session.lifetimeSeconds']

  test.each([
    ['publicURL', 'publicUrl'],
    ['public_url', 'publicUrl'],
    ['pubilcUrl', 'publicUrl'],
    ['alowedOrigin', 'allowedOrigins'],
    ['appName', 'applicationName'],
    ['origins', 'allowedOrigins'],
    ['smtpUrl', 'mail.smtpUrl'],
    ['smtp', 'mail.smtpUrl'],
    ['signin', 'pages.signIn'],
    ['SESSION_LIFETIME_SECONDS', 'session.lifetimeSeconds'],
  ])('%s is near %s', (typed, name) => {
    expect(nearest(typed, known)).toBe(name)
  })

  test.each(['telemetry', 'url', 'x', ''])('%j is near nothing', (typed) => {
    expect(nearest(typed, known)).toBeUndefined()
  })
})

test('a wrong value is shown short, and without the password that it may hold', () => {
  const values = [
    'a',
    '',
    ' \n',
    'x'.repeat(99),
    'smtp://me:hunter2@mail.example',
    7,
    Number.NaN,
    null,
    true,
    [],
    ['a'],
    {},
    () => {},
  ]
  expect(values.map(shown)).toEqual([
    ...['"a"', 'empty', 'empty', `"${'x'.repeat(60)}…"`, 'an address with a user name'],
    ...['7', 'NaN', 'null', 'true', 'an empty list', 'a list', 'an object', 'a function'],
  ])
})
