/** One app on Express 4 and 5, as an ES module and as CommonJS, on every supported release of Node, with the packed packages. */
import { execFile } from 'node:child_process'
import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { copyFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { binaryOf, hasOtherReleases, otherReleases } from '../environment/nodes.js'
import { installSdk, pack } from './packed.js'

const run = promisify(execFile)
const apps = fileURLToPath(new URL('apps', import.meta.url))
const quickstart = fileURLToPath(new URL('../../examples/quickstart', import.meta.url))
const expressVersions = { 'express-4': 'express-4', 'express-5': 'express' }
const folder = installSdk(pack(), expressVersions)
for (const version of Object.keys(expressVersions))
  for (const file of readdirSync(apps)) copyFileSync(join(apps, file), join(folder, version, file))

/** The packages are for linux-x64; elsewhere the Node at hand stands for all. */
const releases = [process.execPath, ...otherReleases.map(binaryOf)].filter((node) => node !== undefined)
const host = 'clerk.example.com'
const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
const environment = {
  CLERK_PUBLISHABLE_KEY: `pk_live_${Buffer.from(`${host}$`).toString('base64')}`,
  CLERK_SECRET_KEY: 'sk_live_not_used_without_a_network',
  CLERK_JWT_KEY: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  CLERK_SIGN_IN_URL: 'https://app.example.com/sign-in',
  TOKEN: sessionToken(privateKey),
  ENTRIES: JSON.stringify(entriesOf('backend').concat(entriesOf('express'))),
}

const combinations = releases.flatMap((node) =>
  Object.keys(expressVersions).flatMap((version) => ['app.cjs', 'app.mjs'].map((app) => ({ node, version, app }))),
)

test('an app with the packed SDK is tried on Node 22, 24 and 26 beside the Node at hand', ({ skip }) => {
  skip(!hasOtherReleases, `There are packages of them for linux-x64 alone: here only ${process.version} is tried.`)
  expect(releases).toHaveLength(4)
})

describe.each(combinations)('$node, $version, $app', ({ node, version, app }) => {
  test('an app with the packed SDK knows the visitor, turns others away, and finds every entry', async () => {
    const { stdout, stderr } = await run(node, [app], { cwd: join(folder, version), env: environment })
    const { entries, ...seen } = JSON.parse(stdout)
    expect(stderr).toBe('')
    expect(seen).toEqual({
      node: expect.stringMatching(majorOf(node)),
      express: version.replace('express-', ''),
      signedOut: '200 {"userId":null,"callable":null}',
      signedIn: '200 {"userId":"user_1","callable":"user_1"}',
      turnedAway: '302 https://app.example.com/sign-in',
      letIn: '200 This is a protected route',
      getUser: 'function',
    })
    expect(entries).toMatchObject({
      '@frontdesk/express': expect.arrayContaining(['clerkMiddleware', 'createClerkClient', 'requireAuth']),
      '@frontdesk/express/webhooks': ['verifyWebhook'],
      '@frontdesk/backend': ['createClerkClient', 'verifyToken'],
      '@frontdesk/backend/errors': expect.arrayContaining(['TokenVerificationError', 'isClerkAPIResponseError']),
      '@frontdesk/backend/jwt': expect.arrayContaining(['decodeJwt', 'verifyJwt']),
      '@frontdesk/backend/proxy': expect.arrayContaining(['clerkFrontendApiProxy']),
      '@frontdesk/backend/webhooks': expect.arrayContaining(['verifyWebhook']),
    })
  })
})

test('an app that imports the server and requires it has one of it', async () => {
  const program = `
    import { createRequire } from 'node:module'
    import { frontdesk } from 'frontdesk/express'
    console.log(typeof frontdesk, createRequire(process.cwd() + '/app.js')('frontdesk/express').frontdesk === frontdesk)`
  const { stdout, stderr } = await run(process.execPath, ['--input-type=module', '--eval', program], { cwd: quickstart })
  expect([stdout, stderr]).toEqual(['function true\n', ''])
})

/** Where the npm package of a Node release put its program; undefined where it is for another platform. */
function majorOf(node: string): RegExp {
  const major = /node-(\d+)\/bin\/node$/.exec(node)?.[1] ?? process.versions.node.split('.')[0]
  return new RegExp(`^${major}$`)
}

/** All that can be loaded; `/types` and `/env` are for the compiler. */
function entriesOf(name: string): string[] {
  const installed = join(folder, 'node_modules', '@frontdesk', name)
  const { exports } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'))
  return Object.entries<{ require?: { default?: string } }>(exports)
    .filter(([, entry]) => entry.require?.default)
    .map(([path]) => `@frontdesk/${name}${path.slice(1)}`)
}

function sessionToken(key: KeyObject): string {
  const now = Math.floor(Date.now() / 1000)
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = {
    iss: `https://${host}`,
    sub: 'user_1',
    sid: 'sess_1',
    iat: now,
    nbf: now - 10,
    exp: now + 3600,
    v: 2,
    sts: 'active',
  }
  const content = `${part({ alg: 'RS256', typ: 'JWT' })}.${part(claims)}`
  return `${content}.${sign('RSA-SHA256', Buffer.from(content), key).toString('base64url')}`
}
