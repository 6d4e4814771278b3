import { describe, expect, test } from 'vitest'
import { liveKey, pem } from '../testing/desk.js'
import { mergeOptions, optionsFromEnvironment } from './options.js'

describe.each(['\r', '\n', '\r\n', ' ', '\t'])('settings that end in %j, as those out of files do', (end) => {
  const given = { publishableKey: liveKey, secretKey: 'sk_live_1', jwtKey: pem.trim(), apiUrl: 'https://auth.example/api' }

  test('settings with trailing whitespace are read from the environment without it', () => {
    const env = {
      CLERK_PUBLISHABLE_KEY: liveKey + end,
      CLERK_SECRET_KEY: `sk_live_1${end}`,
      CLERK_JWT_KEY: pem + end,
      CLERK_API_URL: `https://auth.example/api${end}`,
      CLERK_IS_SATELLITE: `true${end}`,
      CLERK_DOMAIN: end,
    }
    expect(mergeOptions(optionsFromEnvironment(env))).toEqual({ ...given, isSatellite: true })
  })

  test('settings with trailing whitespace are taken as options without it', () => {
    const untidy = Object.fromEntries(Object.entries(given).map(([name, value]) => [name, value + end]))
    expect(mergeOptions({ ...untidy, domain: end })).toEqual(given)
  })
})

test.each(['"', "'"])('settings that keep the quotes %s of their file are read without them', (quote) => {
  const env = {
    CLERK_SECRET_KEY: `${quote}sk_live_1${quote}\r\n`,
    CLERK_JWT_KEY: quote + pem + quote,
    CLERK_DOMAIN: quote + quote,
  }
  expect(mergeOptions(optionsFromEnvironment(env))).toEqual({ secretKey: 'sk_live_1', jwtKey: pem.trim() })
})
