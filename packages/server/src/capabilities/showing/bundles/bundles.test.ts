import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'

const clients = fileURLToPath(new URL('../../../../../../tests/clients', import.meta.url))
const npm = '/__clerk/npm'

/** An app's folder with packages in it. */
function appWith(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), 'frontdesk-app-'))
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
  return folder
}

let server: TestServer
beforeAll(async () => {
  server = await testServer('sqlite')
})
afterAll(() => server.close())
const runIn = (folder: string) => vi.spyOn(process, 'cwd').mockReturnValue(folder)

describe("Clerk's published packages", () => {
  beforeEach(() => {
    runIn(clients)
  })

  test.each([
    ['@clerk/clerk-js@6/dist/clerk.browser.js', '@clerk/clerk-js/dist/clerk.browser.js', 'public, max-age=300'],
    ['@clerk/clerk-js@latest/dist/clerk.browser.js', '@clerk/clerk-js/dist/clerk.browser.js', 'public, max-age=300'],
    ['@clerk/clerk-js/dist/clerk.browser.js', '@clerk/clerk-js/dist/clerk.browser.js', 'public, max-age=300'],
    [
      '@clerk/clerk-js@6.40.0/dist/clerk.browser.js',
      '@clerk/clerk-js/dist/clerk.browser.js',
      'public, max-age=31536000, immutable',
    ],
    ['@clerk/clerk-js@5/dist/clerk.browser.js', 'clerk-js-5/dist/clerk.browser.js', 'public, max-age=300'],
    ['@clerk/ui@1/dist/ui.browser.js', '@clerk/ui/dist/ui.browser.js', 'public, max-age=300'],
    ['@clerk/ui@1.34.0/dist/ui.browser.js', '@clerk/ui/dist/ui.browser.js', 'public, max-age=31536000, immutable'],
  ])('a page that loads %s gets the file %s', async (asked, file, caching) => {
    const response = await server.request(`${npm}/${asked}`, { headers: { origin: 'https://shop.example' } })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-credentials')).toBeNull()
    expect(response.headers.get('cache-control')).toBe(caching)
    const verbatim = readFileSync(join(clients, 'node_modules', file))
    expect(Buffer.from(await response.arrayBuffer()).equals(verbatim)).toBe(true)
  })
})

describe('a path that tries to leave the package', () => {
  let folder: string
  beforeAll(() => {
    folder = appWith({
      'secret.js': 'the secret',
      'node_modules/@clerk/secret.js': 'the secret',
      'node_modules/@clerk/clerk-js/package.json': '{"version":"6.1.0"}',
      'node_modules/@clerk/clerk-js/secret.js': 'the secret',
      'node_modules/@clerk/clerk-js/dist/clerk.js': 'the file',
    })
    symlinkSync(join(folder, 'secret.js'), join(folder, 'node_modules/@clerk/clerk-js/dist/linked.js'))
  })
  beforeEach(() => {
    runIn(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test('a file inside a published package is found by a plain path', async () => {
    expect(await (await server.request(`${npm}/@clerk/clerk-js@6/dist/clerk.js`)).text()).toBe('the file')
  })

  test.each([
    '@clerk/clerk-js@6/dist/../secret.js',
    '@clerk/clerk-js@6/dist/%2e%2e/secret.js',
    '@clerk/clerk-js@6/dist/..%2fsecret.js',
    '@clerk/clerk-js@6/dist/..%5csecret.js',
    '@clerk/clerk-js@6/dist/..\\secret.js',
    '@clerk/clerk-js@6/dist//../../secret.js',
    '@clerk/clerk-js@6/dist/./clerk.js/../../secret.js',
    '@clerk/clerk-js@6/dist/%252e%252e/secret.js',
    '@clerk/clerk-js@6/dist/linked.js',
    '@clerk/clerk-js@6/dist/clerk.js%00.css',
    '@clerk/clerk-js@6/dist/',
    '@clerk/clerk-js@6/dist',
    '@clerk/clerk-js@6/secret.js',
    '@clerk/clerk-js@6/package.json',
    '@clerk/clerk-js@../dist/clerk.js',
    '@clerk/clerk-js@..%2f..%2f/dist/clerk.js',
    '@clerk/../../secret.js',
    '@clerk/express@2/dist/index.js',
    'express@5/index.js',
    '..%2f..%2fsecret.js',
    '__proto__/dist/clerk.js',
    '@clerk/clerk-js@6/dist/__proto__',
    '',
  ])('a path that tries to leave the package, %s, finds nothing', async (path) => {
    const response = await server.request(`${npm}/${path}`)
    expect(response.status).toBe(404)
    expect(await response.text()).not.toContain('the secret')
  })

  test('a file that its package names strangely is data, not a page', async () => {
    const other = appWith({
      'node_modules/@clerk/ui/package.json': '{"version":"1.0.0"}',
      'node_modules/@clerk/ui/dist/page.html': '<script>alert(1)</script>',
    })
    runIn(other)
    const response = await server.request(`${npm}/@clerk/ui@1/dist/page.html`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    rmSync(other, { recursive: true })
  })
})

test('a package that is not installed is answered with the command that installs it, and found once it is', async () => {
  const folder = appWith({ 'package.json': '{}' })
  runIn(folder)
  const missing = await server.request(`${npm}/@clerk/ui@1/dist/ui.browser.js`)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(await missing.text()).toContain('npm install @clerk/clerk-js @clerk/ui')

  mkdirSync(join(folder, 'node_modules/@clerk/ui/dist'), { recursive: true })
  writeFileSync(join(folder, 'node_modules/@clerk/ui/package.json'), '{"version":"1.2.3"}')
  writeFileSync(join(folder, 'node_modules/@clerk/ui/dist/ui.browser.js'), 'installed')
  expect(await (await server.request(`${npm}/@clerk/ui@1/dist/ui.browser.js`)).text()).toBe('installed')
  expect(await (await server.request(`${npm}/@clerk/ui@1/dist/none.js`)).text()).toContain('@clerk/ui 1.2.3')
  rmSync(folder, { recursive: true })
})
