import express from 'express'
import { afterEach, expect, test, vi } from 'vitest'
import { listening } from '../../../../tests/environment/listening.js'
import { frontdesk } from '../express.js'
import type { FrontdeskOptions } from '../start/frontdesk-options.js'
import { readOptions } from '../start/options.js'
import { testServer } from '../testing/test-server.js'

afterEach(() => vi.unstubAllEnvs())

const name = 'strict-transport-security'
const paths = ['/__clerk/v1/client', '/__clerk/v1/nothing', '/sign-in', '/__clerk/v1/client/handshake?redirect_url=%2F']

test.each<[string, FrontdeskOptions, Record<string, string>, string | null]>([
  ['sent where the options ask for it', { publicUrl: 'https://app.example.com', hstsSeconds: 600 }, {}, 'max-age=600'],
  [
    'sent behind a trusted proxy that speaks TLS',
    { trustedProxies: 1, hstsSeconds: 600 },
    { 'x-forwarded-proto': 'https' },
    'max-age=600',
  ],
  ['not sent unasked', { publicUrl: 'https://app.example.com' }, {}, null],
  ['not sent over plain http', { hstsSeconds: 600 }, {}, null],
  ['not sent for the word of a stranger', { hstsSeconds: 600 }, { 'x-forwarded-proto': 'https' }, null],
])('HSTS is %s', async (_, options, headers, expected) => {
  const server = await testServer('sqlite', options)
  for (const path of paths)
    expect((await server.request(path, { headers, redirect: 'manual' })).headers.get(name), path).toBe(expected)
  await server.close()
})

test('an HSTS header that the app around us has set stays', async () => {
  const options = {
    databaseUrl: 'sqlite::memory:',
    environment: 'development',
    publicUrl: 'https://app.example.com',
    hstsSeconds: 600,
  } as const
  const desk = frontdesk({ ...options, log: () => {} })
  const app = express().use((_request, response, next) => {
    response.set(name, 'max-age=63072000; includeSubDomains')
    next()
  })
  const server = await listening(app.use(desk))
  expect((await fetch(`${server.origin}/sign-in`)).headers.get(name)).toBe('max-age=63072000; includeSubDomains')
  await server.close()
  await desk.server.close()
})

test('FRONTDESK_HSTS_SECONDS is read, and must be a number', () => {
  vi.stubEnv('FRONTDESK_HSTS_SECONDS', '31536000')
  expect(readOptions().hstsSeconds).toBe(31_536_000)
  vi.stubEnv('FRONTDESK_HSTS_SECONDS', 'a year')
  expect(() => readOptions()).toThrow(/hstsSeconds: .*\(FRONTDESK_HSTS_SECONDS\)/)
})
