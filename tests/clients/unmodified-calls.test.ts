/** Where each call of Clerk's unmodified packages goes when only `CLERK_API_URL` says where the server is, as the docs have it. */
import { execFile } from 'node:child_process'
import { createRequire } from 'node:module'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { read } from '../structure/documents.js'

const fromHere = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const resolve = (specifier: string, from = '.') => createRequire(fromHere(`${from}/package.json`)).resolve(specifier)

/** The majors that apps were met with; a package's own `@clerk/backend` is the one of its time. */
const packages = {
  '`@clerk/express` 1': resolve('clerk-express-1'),
  '`@clerk/express` 2': resolve('@clerk/express'),
  '`@clerk/backend` 1': resolve('@clerk/backend', 'node_modules/clerk-sdk-node-5'),
  '`@clerk/backend` 2': resolve('@clerk/backend', 'node_modules/clerk-express-1'),
  '`@clerk/backend` 3': resolve('@clerk/backend'),
  '`@clerk/clerk-sdk-node` 4': resolve('clerk-sdk-node-4'),
  '`@clerk/clerk-sdk-node` 5': resolve('clerk-sdk-node-5'),
}

async function whereCallsGo(path: string): Promise<Record<string, string>> {
  const env = {
    PATH: process.env.PATH,
    CLERK_PUBLISHABLE_KEY: `pk_live_${btoa('clerk.example.com$')}`,
    CLERK_SECRET_KEY: 'sk_live_ours',
    CLERK_API_URL: `http://127.0.0.1:${await freePort()}`,
    CLERK_TELEMETRY_DISABLED: '1',
  }
  const { stdout } = await promisify(execFile)(process.execPath, [fromHere('apps/unmodified-calls.cjs'), path], { env })
  return JSON.parse(stdout)
}

test('the page about coming from Clerk says where each call of an unmodified package goes', async () => {
  const found = await Promise.all(
    Object.entries(packages).map(
      async ([name, path]): Promise<[string, Record<string, string>]> => [name, await whereCallsGo(path)],
    ),
  ) // the packages try again and wait in between
  const calls = [...new Set(found.flatMap(([, where]) => Object.keys(where)))]
  const cell = (went: string | undefined) => (went === undefined ? '' : went === 'ours' ? 'ours' : `**${went}**`)
  const table = [
    ['call', ...found.map(([name]) => name)],
    ['---', ...found.map(() => '---')],
    ...calls.map((call) => [`\`${call}\``, ...found.map(([, where]) => cell(where[call]))]),
  ].map((row) => `| ${row.join(' | ')} |`.replaceAll(/ {2,}/g, ' '))
  expect(read('docs/coming-from-clerk.md')).toContain(table.join('\n'))
})
