/** The doctor before apps that are wrong in one thing each, and before apps that are not. */
import { execFileSync, spawnSync } from 'node:child_process'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { freePort } from '../../../../tests/environment/free-port.js'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { startMailServer } from '../../../../tests/environment/smtp.js'
import { createFrontdesk } from '../server.js'
import { diagnoseAddress } from './doctor/address.js'
import { readApp } from './doctor/app.js'
import { checks, diagnose } from './doctor/diagnose.js'
import { ownVariables } from './doctor/packages.js'

type Files = Record<string, string>
type Env = Record<string, string>
interface Seed {
  files?: Files
  env?: Env
  /** What else has to be so, done in the app's folder. */
  after?: (folder: string) => unknown
  /** How far this machine's clock is ahead, in milliseconds. */
  ahead?: number
}

const root = fileURLToPath(new URL('../../../..', import.meta.url))
const folders: string[] = []
const servers: Array<Pick<Listening, 'close'>> = []
const desks: Array<ReturnType<typeof createFrontdesk>> = []
let remote: Env
let other: Env
let stranger: string

async function originOf(listener: RequestListener): Promise<string> {
  const server = await listening(listener)
  servers.push(server)
  return server.origin
}

/** The address of a mail server without encryption that lets in desk:right. */
async function mailServerFor(credentials: string): Promise<string> {
  const server = await startMailServer({ login: { name: 'desk', password: 'right' } })
  servers.push(server)
  return server.url.replace('smtp://', `smtp://${credentials}`)
}

/** A server of its own, with what `frontdesk keys` would print for it. */
async function startedServer(): Promise<Env> {
  const desk = createFrontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log: () => {} })
  desks.push(desk)
  const { keys, keyRing } = await desk.ready()
  const origin = await originOf(desk.listener)
  const { privateKey } = await keyRing.signingKey()
  return {
    CLERK_PUBLISHABLE_KEY: keys.publishableKey,
    CLERK_SECRET_KEY: keys.secretKey.reveal(),
    CLERK_API_URL: `${origin}/__clerk/api`,
    CLERK_PROXY_URL: `${origin}/__clerk`,
    CLERK_JWT_KEY: createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString().replaceAll('\n', '\\n'),
  }
}

beforeAll(async () => {
  ;[remote, other] = await Promise.all([startedServer(), startedServer()])
  stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ type: 'spki', format: 'pem' }).toString()
})
afterAll(async () => {
  await Promise.all(servers.map(({ close }) => close()))
  await Promise.all(desks.map((desk) => desk.close()))
  for (const folder of folders) rmSync(folder, { recursive: true })
})

const embedded = `
import express from 'express'
import { frontdesk } from 'frontdesk/express'
import { clerkMiddleware, getAuth, requireAuth } from '@frontdesk/express'

const app = express() // app.use(express.text()) in a comment is none
const desk = frontdesk({ applicationName: 'Shop (the "best")' })
app.use(desk)
app.use(clerkMiddleware())
app.use(express.json())
app.get('/', (req, res) => res.send(getAuth(req).userId))
app.get('/protected', requireAuth(), (req, res) => res.send('This is a protected route'))
app.listen(3000)
`
const apart = `
const express = require('express')
const { clerkMiddleware, getAuth } = require('@frontdesk/express')
const app = express()
app.use(clerkMiddleware())
app.use('/users', require('./users'))
app.listen(3000)
`
const users = `
const { requireAuth } = require('@frontdesk/express')
module.exports = require('express').Router().get('/', requireAuth({ signInUrl: '/in' }), (req, res) => res.json(req.auth))
`

const own = (files: Files = {}, env: Env = {}): Seed => ({ files: { 'app.js': embedded, ...files }, env })
const away = (env: Env = {}, files: Files = {}): Seed => ({
  files: { 'app.js': apart, 'users.js': users, ...files },
  env: { ...remote, ...env },
})
/** The embedded app with one line moved before another, or with one replaced. */
const edited = (...edits: Array<[from: string, to: string]>) =>
  own({ 'app.js': edits.reduce((text, [from, to]) => text.replace(from, () => to), embedded) })

async function findingsOf({
  files = {},
  env = {},
  after,
  ahead = 0,
}: Seed): Promise<Array<{ name: string; cause: string; cure: string }>> {
  const folder = mkdtempSync(join(tmpdir(), 'doctor-'))
  folders.push(folder)
  for (const [name, text] of Object.entries({ 'package.json': '{ "type": "module" }', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  await after?.(folder)
  return diagnose(readApp(folder, env, () => Date.now() + ahead))
}

const hasGit = spawnSync('git', ['--version']).status === 0
const git = (folder: string, ...args: string[]) => execFileSync('git', ['-C', folder, ...args], { stdio: 'ignore' })
const lock = (versions: Record<string, string>) =>
  JSON.stringify({ packages: Object.fromEntries(Object.entries(versions).map(([path, version]) => [path, { version }])) })

/** By the finding that each is to get, and no other. */
const seeds: Array<[name: string, what: string, seed: () => Seed | Promise<Seed>]> = [
  ['publishable-key-missing', 'no publishable key', () => away({ CLERK_PUBLISHABLE_KEY: '' })],
  ['publishable-key-malformed', 'a publishable key that is cut off', () => away({ CLERK_PUBLISHABLE_KEY: 'pk_live_ZGVz' })],
  ['secret-key-missing', 'no secret key', () => away({ CLERK_SECRET_KEY: '', CLERK_JWT_KEY: '' })],
  [
    'secret-key-malformed',
    'the publishable key in the place of the secret one',
    () => away({ CLERK_SECRET_KEY: remote.CLERK_PUBLISHABLE_KEY! }),
  ],
  [
    'keys-of-two-kinds',
    'a live and a test key',
    () => away({ CLERK_PUBLISHABLE_KEY: remote.CLERK_PUBLISHABLE_KEY!.replace('live', 'test') }),
  ],
  [
    'jwt-key-unreadable',
    'a PEM key cut off at its first line break',
    () => away({ CLERK_JWT_KEY: '-----BEGIN PUBLIC KEY-----' }),
  ],
  ['api-url-missing', 'no address of the API', () => away({ CLERK_API_URL: '' })],
  [
    'api-url-wrong',
    "the front page in the place of the API's address",
    () => away({ CLERK_API_URL: new URL(remote.CLERK_API_URL!).origin }),
  ],
  ['api-url-wrong', 'an API address with /v1', () => away({ CLERK_API_URL: `${remote.CLERK_API_URL}/v1` })],
  ['proxy-url-missing', 'no proxy URL', () => away({ CLERK_PROXY_URL: '' })],
  ['proxy-url-wrong', 'a proxy URL that ends with a slash', () => away({ CLERK_PROXY_URL: `${remote.CLERK_PROXY_URL}/` })],
  ['proxy-url-without-proxy', 'a proxy path where nothing is proxied', () => away({ CLERK_PROXY_URL: '/__clerk' })],
  [
    'sign-in-url-missing',
    'requireAuth() with nowhere to go',
    () => away({}, { 'users.js': users.replace("{ signInUrl: '/in' }", '') }),
  ],
  [
    'sign-in-url-guarded',
    'a sign-in page that asks to sign in first',
    () =>
      away({}, { 'app.js': apart.replace('app.listen', "app.get('/in', requireAuth({ signInUrl: '/in' }), page)\napp.listen") }),
  ],
  [
    'allowed-origins-malformed',
    'a wildcard among the allowed origins',
    () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'https://*.example.com' }),
  ],
  [
    'allowed-origins-malformed',
    'a path behind an allowed origin',
    () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'https://a.example, https://b.example/shop' }),
  ],
  ['allowed-origins-malformed', 'a host without a scheme', () => own({}, { FRONTDESK_ALLOWED_ORIGINS: 'localhost:5173' })],
  ['public-url-malformed', 'a public address without a scheme', () => own({}, { FRONTDESK_PUBLIC_URL: 'localhost:3000' })],
  [
    'front-end-not-allowed',
    'a front end that only cors() knows',
    () => edited(['app.use(desk)', "app.use(cors({ origin: ['https://shop.example'], credentials: true }))\napp.use(desk)"]),
  ],
  [
    'api-unreachable',
    'a server that is not running',
    async () => {
      const { origin, close } = await listening()
      await close()
      return away({ CLERK_API_URL: `${origin}/__clerk/api` })
    },
  ],
  [
    'api-is-something-else',
    'another program at the address of the API',
    async () => away({ CLERK_API_URL: `${await originOf((_, response) => void response.end('<html>'))}/api` }),
  ],
  ['secret-key-refused', 'the secret key of another instance', () => away({ CLERK_SECRET_KEY: other.CLERK_SECRET_KEY! })],
  [
    'publishable-key-of-another-instance',
    'the publishable key of another instance',
    () => away({ CLERK_PUBLISHABLE_KEY: other.CLERK_PUBLISHABLE_KEY! }),
  ],
  ['jwt-key-of-another-instance', 'the JWT key of another instance', () => away({ CLERK_JWT_KEY: stranger })],
  ['clock-skew', 'a clock that is a minute ahead', () => ({ ...away(), ahead: 60_000 })],
  ['clock-skew', 'a clock that is a minute behind', () => ({ ...away(), ahead: -60_000 })],
  [
    'middleware-missing',
    'getAuth() without any middleware',
    () => own({ 'app.js': embedded.replace('app.use(clerkMiddleware())', '').replace(/app.get\('\/protected.*/, '') }),
  ],
  [
    'middleware-after-routes',
    'the middleware behind a route',
    () => edited(['app.use(clerkMiddleware())\n', ''], ['app.listen', 'app.use(clerkMiddleware())\napp.listen']),
  ],
  [
    'frontdesk-after-middleware',
    'the server behind the middleware',
    () => edited(['app.use(desk)\n', ''], ['app.use(clerkMiddleware())\n', 'app.use(clerkMiddleware())\napp.use(desk)\n']),
  ],
  [
    'frontdesk-after-parsers',
    'the server behind a body parser',
    () => edited(['app.use(desk)', 'app.use(express.urlencoded())\napp.use(desk)']),
  ],
  [
    'webhook-behind-parser',
    'a webhook behind express.json()',
    () => edited(['app.listen', "app.post('/hooks', async (req, res) => res.json(await verifyWebhook(req)))\napp.listen"]),
  ],
  [
    'webhook-behind-parser',
    'a webhook with express.json() of its own',
    () =>
      edited([
        'app.use(express.json())',
        "app.post('/hooks', express.json(), async (req, res) => res.json(await verifyWebhook(req)))",
      ]),
  ],
  ['app-not-found', 'a folder without an app', () => ({ files: { 'lib/tool.js': 'export const answer = 42' } })],
  [
    'two-versions',
    'two versions of the SDK',
    () =>
      own({
        'package-lock.json': lock({
          'node_modules/@frontdesk/backend': '0.1.0',
          'node_modules/x/node_modules/@frontdesk/backend': '0.2.0',
        }),
      }),
  ],
  [
    'clerk-beside',
    '@clerk/express in one file, ours in another',
    () => away({}, { 'users.js': users.replace('@frontdesk', '@clerk') }),
  ],
  ['env-file-not-loaded', 'an .env that nothing loads', () => own({ '.env': 'FRONTDESK_MAIL_FROM=desk@example.com' })],
  ['variable-unknown', 'a misspelt variable', () => own({}, { FRONTDESK_DATABASE: 'sqlite:users.db' })],
  [
    'plain-http',
    'a public address on plain http',
    () =>
      own({}, { NODE_ENV: 'production', FRONTDESK_PUBLIC_URL: 'http://shop.example', FRONTDESK_SMTP_URL: 'smtp://mail.example' }),
  ],
  [
    'development-in-public',
    'a public app that runs as in development',
    () => own({}, { FRONTDESK_PUBLIC_URL: 'https://shop.example' }),
  ],
  [
    'public-url-missing',
    'production without a public address',
    () => own({}, { NODE_ENV: 'production', FRONTDESK_SMTP_URL: 'smtp://mail.example' }),
  ],
  [
    'mail-server-missing',
    'production without a mail server',
    () => own({}, { NODE_ENV: 'production', FRONTDESK_PUBLIC_URL: 'https://shop.example' }),
  ],
  ['mail-server-refuses', 'a mail server that nothing listens for', () => own({}, { FRONTDESK_SMTP_URL: 'smtp://127.0.0.1:1' })],
  [
    'mail-server-refuses',
    'a wrong password for the mail server',
    async () => own({}, { FRONTDESK_SMTP_URL: `${await mailServerFor('desk:hunter2@')}?requireTLS=false` }),
  ],
  [
    'mail-server-refuses',
    'a mail server that would see the password in clear',
    async () => own({}, { FRONTDESK_SMTP_URL: await mailServerFor('desk:hunter2@') }),
  ],
  ['trusted-proxies-malformed', 'a number of proxies that is none', () => own({}, { FRONTDESK_TRUSTED_PROXIES: 'true' })],
  [
    'port-taken',
    'a port that another program holds',
    async () => own({}, { PORT: new URL(await originOf((_, response) => void response.end('other'))).port }),
  ],
  ['database-url-malformed', 'a database of another kind', () => own({}, { FRONTDESK_DATABASE_URL: 'mysql://localhost/app' })],
  [
    'database-url-malformed',
    'a schema that is no name',
    () => own({}, { FRONTDESK_DATABASE_URL: 'postgres://app:hunter2@localhost/app?schema=My-App' }),
  ],
  [
    'database-unreachable',
    'a PostgreSQL that is not there',
    async () => own({}, { FRONTDESK_DATABASE_URL: `postgres://app:hunter2@127.0.0.1:${await freePort()}/app` }),
  ],
  [
    'database-unreachable',
    'a password that PostgreSQL refuses',
    () => own({}, { FRONTDESK_DATABASE_URL: Object.assign(new URL(inject('postgresUrl')), { password: 'hunter2' }).href }),
  ],
  ['database-in-memory', 'a database in memory', () => own({}, { FRONTDESK_DATABASE_URL: 'sqlite::memory:' })],
  ['database-unwritable', 'a database below a file', () => own({}, { FRONTDESK_DATABASE_URL: 'sqlite:app.js/users.db' })],
  ['database-of-another-version', 'a database without tables', () => own({ '.frontdesk/frontdesk.db': '' })],
  [
    'database-of-another-version',
    'a file that is no database',
    () => own({ 'data/users.db': 'Dear diary, '.repeat(100) }, { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' }),
  ],
  [
    'database-without-log',
    'a copy of a database in use, without its log',
    () => ({
      ...own({}, { FRONTDESK_DATABASE_URL: 'sqlite:copy.db' }),
      async after(folder) {
        const desk = createFrontdesk({ databaseUrl: `sqlite:${folder}/data/users.db`, log: () => {} })
        await desk.ready()
        copyFileSync(join(folder, 'data/users.db'), join(folder, 'copy.db'))
        await desk.close()
      },
    }),
  ],
  ['encryption-key-short', 'a short encryption key', () => own({}, { FRONTDESK_ENCRYPTION_KEY: 'hunter2' })],
  [
    'encryption-key-readable',
    'a key file that others may read',
    () => ({
      ...own({ '.frontdesk/encryption.key': 'k'.repeat(43) }),
      after: (folder) => chmodSync(join(folder, '.frontdesk/encryption.key'), 0o644),
    }),
  ],
  [
    'data-in-git',
    'accounts that git would keep',
    () => ({
      ...own({ 'data/notes.txt': '' }, { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' }),
      after: (folder) => git(folder, 'init'),
    }),
  ],
  [
    'env-file-in-git',
    'secrets that git keeps',
    () => ({
      ...own({ '.env': 'PORT=', '.gitignore': '.frontdesk/' }),
      after(folder) {
        git(folder, 'init')
        git(folder, 'add', '.env')
      },
    }),
  ],
]

describe('the doctor finds', () => {
  test.for(seeds.map(([name, what, seed]) => ({ name, what, seed })))(
    'the doctor finds $what',
    async ({ name, seed }, { skip }) => {
      skip(name.endsWith('-in-git') && !hasGit, 'git is not installed')
      const findings = await findingsOf(await seed())
      expect(findings.map((finding) => finding.name)).toEqual([name])
      for (const text of [findings[0]!.cause, findings[0]!.cure]) expect(text).toMatch(/\S.*\S/)
      for (const secret of [remote.CLERK_SECRET_KEY!, other.CLERK_SECRET_KEY!, 'hunter2'])
        expect(JSON.stringify(findings)).not.toContain(secret)
    },
  )

  test('the doctor finds at least twenty misconfigurations, and each of its checks is tried', () => {
    const triedWhereItIsMissing = 'sqlite-driver-missing' // by tests/durability/sqlite-driver.test.ts
    const tried = new Set([...seeds.map(([name]) => name), triedWhereItIsMissing])
    expect(tried.size).toBeGreaterThanOrEqual(20)
    expect(checks.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([])
  })
})

describe('the doctor finds nothing', () => {
  const healthy: Array<[string, () => Seed | Promise<Seed>]> = [
    [
      'where the mail server lets us in',
      async () => own({}, { FRONTDESK_SMTP_URL: `${await mailServerFor('desk:right@')}?requireTLS=false` }),
    ],
    ['in an app that embeds the server', own],
    ['in an app whose server is elsewhere', away],
    [
      'in an app with an .env that it loads',
      () => own({ 'app.js': `import 'dotenv/config'\n${embedded}`, '.env': 'FRONTDESK_MAIL_FROM=desk@example.com' }),
    ],
    [
      'in an app in production that is set up',
      () =>
        own(
          {},
          {
            NODE_ENV: 'production',
            FRONTDESK_PUBLIC_URL: 'https://shop.example',
            FRONTDESK_SMTP_URL: 'smtp://mail.example',
            FRONTDESK_ALLOWED_ORIGINS: 'https://a.example, http://localhost:5173',
          },
        ),
    ],
    [
      'where a webhook keeps its bytes',
      () =>
        edited([
          'app.use(express.json())',
          "app.post('/hooks', express.raw({ type: 'application/json' }), (req, res) => verifyWebhook(req))\napp.use(express.json())",
        ]),
    ],
    ['in the folder of a server that runs on its own', () => ({ env: { FRONTDESK_DATABASE_URL: 'sqlite:data/users.db' } })],
    [
      'where git ignores what it should',
      () => ({
        ...own({ '.gitignore': '.frontdesk/\n.env', '.env': 'PORT=' }),
        after: (folder) => hasGit && git(folder, 'init'),
      }),
    ],
    [
      'where the app passes the Frontend API on',
      () =>
        away(
          { CLERK_PROXY_URL: '/__clerk' },
          { 'app.js': apart.replace('clerkMiddleware()', 'clerkMiddleware({ frontendApiProxy: { enabled: true } })') },
        ),
    ],
    ['where the app itself holds the port', () => own({}, { PORT: new URL(remote.CLERK_API_URL!).port })],
    [
      "in a key file that is one person's",
      () => ({
        ...own({ '.frontdesk/encryption.key': 'k'.repeat(43) }),
        after: (folder) => chmodSync(join(folder, '.frontdesk/encryption.key'), 0o600),
      }),
    ],
  ]
  test.each(healthy)('the doctor finds nothing %s', async (_, seed) => {
    expect(await findingsOf(await seed())).toEqual([])
  })

  test('the doctor finds nothing in a database that the server has made', async () => {
    const made: Seed = {
      ...own(),
      async after(folder) {
        const desk = createFrontdesk({ databaseUrl: `sqlite:${folder}/.frontdesk/frontdesk.db`, log: () => {} })
        await desk.ready()
        await desk.close()
      },
    }
    expect(await findingsOf(made)).toEqual([])
  })

  test('the doctor finds nothing in the quickstart', async () => {
    expect(await diagnose(readApp(join(root, 'examples/quickstart'), {}))).toEqual([])
    expect(await diagnose(readApp(join(root, 'examples/quickstart/app.js'), {}))).toEqual([])
  })
})

describe('at an address the doctor finds', () => {
  const names = async (address: string, ahead = 0) =>
    (await diagnoseAddress(address, () => Date.now() + ahead)).map(({ name }) => name)

  test('the doctor finds nothing at an address where a server answers', async () => {
    expect(await names(`${new URL(remote.CLERK_API_URL!).origin}/some/page`)).toEqual([])
  })

  test('the doctor finds at an address what is wrong with clock, address and program', async () => {
    expect(await names(remote.CLERK_API_URL!, 60_000)).toEqual(['clock-skew'])
    expect(await names(await originOf((_, response) => void response.end('other')))).toEqual(['frontend-api-missing'])
    const { origin, close } = await listening()
    await close()
    expect(await names(origin)).toEqual(['app-unreachable'])
  })
})

test('all variables of the documents are known to the doctor', () => {
  const documented = readFileSync(join(root, 'docs/configuration.md'), 'utf8').match(/\bFRONTDESK_[A-Z_]+\b/g)
  expect(ownVariables.toSorted()).toEqual([...new Set(documented)].toSorted())
})

test('the page about the doctor names everything that it finds', () => {
  const page = readFileSync(join(root, 'docs/doctor.md'), 'utf8')
  expect(checks.map(({ name }) => name).filter((name) => !page.includes(`\`${name}\``))).toEqual([])
})
