/** What would send our secret key to Clerk's own service, as apps write it, and what looks like it and is none. */
import { expect, test } from 'vitest'
import {
  away,
  embedded,
  findingsOf,
  own,
  remote,
  type Seed,
  type Seeds,
  testFindings,
  useServers,
} from '../../testing/doctored-apps.js'
import { leakChecks } from './leaks.js'

useServers()

/** A file of an app that is well otherwise. */
const beside = (code: string, more: Record<string, string> = {}): Seed =>
  own({ 'app.js': `import './clerk.js'\n${embedded}`, 'clerk.js': code, ...more })

const options = '{ secretKey: process.env.CLERK_SECRET_KEY }'

const leaking: Record<string, string> = {
  'a named import': `import { createClerkClient } from '@clerk/backend'\nexport const clerk = createClerkClient(${options})`,
  'a renamed import': `import { createClerkClient as make } from '@clerk/backend'\nexport const clerk = make(${options})`,
  'an import of all': `import * as clerk from '@clerk/backend'\nexport default clerk.createClerkClient(${options})`,
  'a require()': `const { createClerkClient } = require('@clerk/clerk-sdk-node')\nmodule.exports = createClerkClient(${options})`,
  'a renamed require()': `const { createClerkClient: make, users } = require("@clerk/backend")\nmodule.exports = make(${options})`,
  'a require() of all': `const clerk = require('@clerk/backend')\nmodule.exports = clerk\n  .createClerkClient(${options})`,
  'a require() taken apart later': `const clerk = require('@clerk/backend')\nconst { createClerkClient } = clerk\ncreateClerkClient(${options})`,
  'a require() in place': `module.exports = require('@clerk/backend').createClerkClient(${options})`,
  'an import() in place': `export const make = async () => (await import('@clerk/backend')).createClerkClient(${options})`,
  'an import() taken apart': `const { verifyToken } = await import('@clerk/backend')\nexport const claims = (token) => verifyToken(token, ${options})`,
  'what TypeScript compiled': `"use strict";\nconst backend_1 = require("@clerk/backend");\nexports.clerk = (0, backend_1.createClerkClient)(${options});`,
  'what esbuild compiled': `var import_backend = require("@clerk/backend");\nvar clerk = (0, import_backend.createClerkClient)(${options});`,
  'what Babel compiled': `var _backend = require("@clerk/backend");\nexports.clerk = (0, _backend.createClerkClient)(${options});`,
  'verifyToken()': `import { verifyToken } from '@clerk/backend'\nexport const of = (token) => verifyToken(token, ${options})`,
  'verifyToken() with rules': `import { verifyToken as check } from '@clerk/backend'\nexport const of = (req) => check(req.headers.authorization.replace('Bearer ', ''), { secretKey: process.env.CLERK_SECRET_KEY, authorizedParties: ['http://localhost:3000'] })`,
  'Clerk() of version 4': `import { Clerk } from '@clerk/clerk-sdk-node'\nexport const clerk = new Clerk(${options})`,
  'the default of the instance': `import Clerk from '@clerk/clerk-sdk-node/esm/instance'\nexport const clerk = new Clerk(${options})`,
  'another framework of Clerk’s': `import { createClerkClient } from '@clerk/nextjs/server'\nexport const clerk = createClerkClient(${options})`,
  'options in a constant': `import { createClerkClient } from '@clerk/backend'\nconst options = ${options}\nexport const clerk = createClerkClient(options)`,
  'options that are spread': `import { createClerkClient } from '@clerk/backend'\nconst keys = ${options}\nexport const clerk = createClerkClient({ ...keys, publishableKey: 'pk' })`,
  TypeScript: `import { type ClerkClient, createClerkClient } from '@clerk/backend'\nconst options: ClerkOptions = ${options} as const\nexport const clerk: ClerkClient = createClerkClient({ ...options })`,
  'a short name': `import { createClerkClient } from '@clerk/backend'\nconst secretKey = process.env.CLERK_SECRET_KEY\nexport const clerk = createClerkClient({ secretKey })`,
}

const fine: Record<string, string> = {
  'an address': `import { createClerkClient } from '@clerk/backend'\nexport const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, apiUrl: process.env.CLERK_API_URL })`,
  'an address that is spread': `import { createClerkClient } from '@clerk/backend'\nconst server = { apiUrl: process.env.CLERK_API_URL }\nexport const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, ...server })`,
  'options that code makes': `import { createClerkClient } from '@clerk/backend'\nimport { options } from './options.js'\nexport const clerk = createClerkClient({ secretKey: process.env.CLERK_SECRET_KEY, ...options() })`,
  'a public key': `import { verifyToken } from '@clerk/backend'\nexport const of = (token) => verifyToken(token, { jwtKey: process.env.CLERK_JWT_KEY, secretKey: process.env.CLERK_SECRET_KEY })`,
  'a function of the app’s own': `export function verifyToken(token, { secretKey }) { return token + secretKey }\nexport const of = (token) => verifyToken(token, ${options})`,
  'a method of that name': `import { clerkClient } from '@clerk/clerk-sdk-node'\nexport const of = (token) => clerkClient.verifyToken(token, ${options})`,
  'our own package': `import { createClerkClient } from '@frontdesk/backend'\nexport const clerk = createClerkClient(${options})`,
  'a type': `import type { createClerkClient } from '@clerk/backend'\nexport const made = 1`,
  'a comment': `// import { createClerkClient } from '@clerk/backend'\n// createClerkClient(${options})\n/* https://api.clerk.com */\nexport const made = 1`,
  'Clerk’s documentation and pictures': `export const links = ['https://clerk.com/docs', 'https://img.clerk.com/x', 'https://clerk.example.com', "default-src 'self' https://*.clerk.accounts.dev"]`,
  'a host that ends alike': `export const links = ['https://myapi.clerk.company', 'https://api.clerk.com.example']`.replace(
    'api.clerk.com.example',
    'api-clerk-com.example',
  ),
}

const installed = (name: string, of: string) => ({ [`node_modules/${name}/package.json`]: JSON.stringify({ name: of }) })
const leak = leaking['a named import']!

testFindings(leakChecks, [
  ...Object.entries(leaking).map(([what, code]): Seeds[number] => [
    'secret-key-leaks',
    `a call that leaks, by ${what}`,
    () => beside(code),
  ]),
  [
    'secret-key-leaks',
    'a call that leaks, by options that another file exports',
    () =>
      beside(
        `import { createClerkClient } from '@clerk/backend'\nimport { keys } from './keys.js'\nexport const clerk = createClerkClient(keys)`,
        {
          'keys.js': `export const keys = ${options}`,
        },
      ),
  ],
  [
    'secret-key-leaks',
    'a call that leaks, where Clerk’s package is installed',
    () => beside(leak, installed('@clerk/backend', '@clerk/backend')),
  ],
  [
    'testing-helper-leaks',
    'the helper of Clerk’s for tests',
    () =>
      own({
        'package.json': '{ "type": "module", "devDependencies": { "@clerk/testing": "^1" } }',
        'e2e/sign-in.spec.ts': `import { clerk } from '@clerk/testing/playwright'\nawait clerk.signIn({ page, emailAddress: 'jane@example.com' })`,
      }),
  ],
  [
    'sdk-asks-clerk',
    'Clerk’s own middleware beside an embedded server',
    () =>
      own(
        { 'app.js': embedded.replace("'@frontdesk/express'", "'@clerk/express'") },
        { CLERK_SECRET_KEY: 'sk_live_of_ours', CLERK_PUBLISHABLE_KEY: `pk_live_${btoa('clerk.example.com$')}` },
      ),
  ],
  ...[
    "fetch('https://api.clerk.com/v1/users', { headers: { authorization: key } })",
    'createRemoteJWKSet(new URL("https://happy-cat-1.clerk.accounts.dev/.well-known/jwks.json"))',
    'const issuer = `https://happy-cat-1.clerk.accounts.dev`',
    "const host = 'api.clerk.dev'",
  ].map((code): Seeds[number] => ['address-of-clerk', `an address in the code: ${code.slice(0, 50)}`, () => beside(code)]),
  ['address-of-clerk', 'Clerk’s address for the Backend API', () => away({ CLERK_API_URL: 'https://api.clerk.com' })],
  [
    'address-of-clerk',
    'Clerk’s address in another variable',
    () => own({}, { CLERK_JWKS_URL: 'https://happy-cat-1.clerk.accounts.dev/.well-known/jwks.json' }),
  ],
  [
    'publishable-key-of-clerk',
    'a key of Clerk’s for front ends',
    () => away({ VITE_CLERK_PUBLISHABLE_KEY: `pk_test_${btoa('happy-cat-1.clerk.accounts.dev$')}` }),
  ],
  ['secret-key-in-code', 'a secret key in the code', () => beside("export const key = 'sk_live_0123456789abcdef0123'")],
])

test.each(Object.entries(fine))('the doctor finds no leak in %s', async (_what, code) => {
  const findings = await findingsOf(beside(code, { 'options.js': 'export const options = () => ({})' }))
  expect(findings).toEqual([])
})

test.each([
  ['an alias that is installed', installed('@clerk/backend', '@frontdesk/backend')],
  [
    'an alias in package.json',
    { 'package.json': JSON.stringify({ type: 'module', dependencies: { '@clerk/backend': 'npm:@frontdesk/backend@^0.1.0' } }) },
  ],
  [
    'an override',
    { 'package.json': JSON.stringify({ type: 'module', overrides: { '@clerk/backend': 'npm:@frontdesk/backend@^0.1.0' } }) },
  ],
  [
    'an alias in the lock file',
    {
      'package-lock.json': JSON.stringify({
        packages: { 'node_modules/@clerk/backend': { name: '@frontdesk/backend', version: '0.1.0' } },
      }),
    },
  ],
])('the doctor finds no leak with %s', async (_what, files) => {
  expect(await findingsOf(beside(leak, files))).toEqual([])
})

test('one finding names each place', async () => {
  const twice = `${leak}\n\nexport const other = createClerkClient(${options})`
  const [finding] = await findingsOf(
    beside(twice, { 'app.js': `import './clerk.js'\nimport './more.js'\n${embedded}`, 'more.js': leaking['verifyToken()']! }),
  )
  expect(finding?.cause).toContain('clerk.js:2, clerk.js:4, more.js:2: createClerkClient() and verifyToken() of Clerk')
})

test('the doctor itself sends the secret key to no address of Clerk’s', async () => {
  const findings = await findingsOf(away({ ...remote, CLERK_API_URL: 'https://api.clerk.com/api' }))
  expect(findings.map(({ name }) => name)).toEqual(['address-of-clerk'])
})
