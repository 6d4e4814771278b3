/** What every route declares; the limits themselves are tried in `call-limits.test.ts`. */
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { routesFor } from '../edges/routes.js'
import { readOptions } from '../start/options.js'

const { frontend } = routesFor(readOptions())
const writes = frontend.filter(({ operation }) => operation.method !== 'GET')

test.each(writes.map((route) => [route.operation.id, route] as const))('%s is counted before its body is read', (_id, route) => {
  const owed = { browser: ['call', 'newcomer'], 'signed in': ['call', 'change'] }[route.caller.name] ?? ['call']
  expect(route.counts.slice(0, owed.length)).toEqual(owed)
})

test('calls are counted where routes declare it, and nowhere else', () => {
  const source = new URL('..', import.meta.url)
  const counting = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .filter((file) => readFileSync(new URL(file, source), 'utf8').includes('rateLimiter.count('))
  expect(counting).toEqual(['wire/route.ts'])
})
