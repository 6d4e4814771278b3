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
  addTo(folder, files)
  return folder
}

function addTo(folder: string, files: Record<string, string>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), content)
  }
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
    ['@clerk/clerk-js@^5.100.0/dist/clerk.browser.js', 'clerk-js-5/dist/clerk.browser.js', 'public, max-age=300'],
    ['@clerk/clerk-js@5.1.0/dist/clerk.browser.js', 'clerk-js-5/dist/clerk.browser.js', 'public, max-age=300'],
    ['@clerk/clerk-js@4/dist/clerk.browser.js', 'clerk-js-4/dist/clerk.browser.js', 'public, max-age=300'],
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
      'node_modules/@clerk/clerk-js/package.json': '{"name":"@clerk/clerk-js","version":"6.1.0"}',
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
      'node_modules/@clerk/ui/package.json': '{"name":"@clerk/ui","version":"1.0.0"}',
      'node_modules/@clerk/ui/dist/page.html': '<script>alert(1)</script>',
    })
    runIn(other)
    const response = await server.request(`${npm}/@clerk/ui@1/dist/page.html`)
    expect(response.headers.get('content-type')).toBe('application/octet-stream')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    rmSync(other, { recursive: true })
  })
})

/** An installed package; its one file says which it is. */
const packageAt = (folder: string, name: string, version: string) => ({
  [`${folder}/package.json`]: JSON.stringify({ name: `@clerk/${name}`, version }),
  [`${folder}/dist/${name}.js`]: `${name} ${version}`,
})

test('a package that is not installed is answered with the commands that bring it, and found once it is', async () => {
  const folder = appWith({ 'package.json': '{}' })
  runIn(folder)
  const missing = await server.request(`${npm}/@clerk/ui@1/dist/ui.js`)
  expect(missing.status).toBe(404)
  expect(missing.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(missing.headers.get('cache-control')).toBe('no-store')
  expect(await missing.text()).toBe(
    '@clerk/ui 1 is not installed. Run npx frontdesk front-end 6, or npm install ui-1@npm:@clerk/ui@1, where the server runs.\n',
  )
  expect(await (await server.request(`${npm}/@clerk/clerk-js/dist/clerk-js.js`)).text()).toContain(
    'npm install @clerk/clerk-js @clerk/ui',
  )

  addTo(folder, packageAt('node_modules/@clerk/ui', 'ui', '1.2.3'))
  expect(await (await server.request(`${npm}/@clerk/ui@1/dist/ui.js`)).text()).toBe('ui 1.2.3')
  expect(await (await server.request(`${npm}/@clerk/ui@1/dist/none.js`)).text()).toContain('@clerk/ui 1.2.3')
  addTo(folder, packageAt('node_modules/@clerk/ui', 'ui', '1.3.0')) // an update, while the server runs
  expect(await (await server.request(`${npm}/@clerk/ui@1/dist/none.js`)).text()).toContain('@clerk/ui 1.3.0')
  rmSync(folder, { recursive: true })
})

describe('several versions of a package beside each other', () => {
  let folder: string
  beforeAll(() => {
    folder = appWith({
      ...packageAt('node_modules/@clerk/clerk-js', 'clerk-js', '5.9.0'),
      ...packageAt('node_modules/clerk-js-6', 'clerk-js', '6.2.0'),
      ...packageAt('.frontdesk/front-end/clerk-js-5.10.0', 'clerk-js', '5.10.0'),
      ...packageAt('.frontdesk/front-end/clerk-js-5.8.0', 'clerk-js', '5.8.0'),
      'node_modules/clerk-js-4/package.json': '{"name":"clerk-js-4","version":"4.0.0"}',
      'node_modules/clerk-js-4/dist/clerk-js.js': "somebody else's",
    })
  })
  beforeEach(() => {
    runIn(folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each([
    ['@clerk/clerk-js@5', 'clerk-js 5.10.0'],
    ['@clerk/clerk-js@5.8.0', 'clerk-js 5.8.0'],
    ['@clerk/clerk-js@5.9.0', 'clerk-js 5.9.0'],
    ['@clerk/clerk-js@5.7.0', 'clerk-js 5.10.0'],
    ['@clerk/clerk-js@6', 'clerk-js 6.2.0'],
    ['@clerk/clerk-js@latest', 'clerk-js 6.2.0'],
    ['@clerk/clerk-js', 'clerk-js 6.2.0'],
  ])('a page that asks for %s gets %s', async (asked, content) => {
    expect(await (await server.request(`${npm}/${asked}/dist/clerk-js.js`)).text()).toBe(content)
  })

  test.each(['4', '^4.0.0', '4.73.14'])('a page that asks for version %s gets no other one, and no namesake', async (asked) => {
    const response = await server.request(`${npm}/@clerk/clerk-js@${asked}/dist/clerk-js.js`)
    expect(response.status).toBe(404)
    expect(await response.text()).toBe(
      '@clerk/clerk-js 4 is not installed (but 6.2.0, 5.10.0, 5.9.0, 5.8.0). Run npx frontdesk front-end 4, or npm install clerk-js-4@npm:@clerk/clerk-js@4, where the server runs.\n',
    )
  })

  test('a version that no command brings names its alias only', async () => {
    const response = await server.request(`${npm}/@clerk/clerk-js@7/dist/clerk-js.js`)
    expect(await response.text()).toContain('. Run npm install clerk-js-7@npm:@clerk/clerk-js@7, where')
  })

  test('the log says once what a page lacks', async () => {
    const { logs, request, close } = await testServer('sqlite')
    for (let time = 0; time < 2; time++) await request(`${npm}/@clerk/clerk-js@4/dist/clerk-js.js`)
    expect(logs).toEqual([
      { level: 'warn', message: expect.stringMatching(/^A page asks for a front end: @clerk\/clerk-js 4 is not installed/) },
    ])
    for (let major = 10; major < 40; major++) await request(`${npm}/@clerk/clerk-js@${major}/dist/clerk-js.js`)
    expect(logs).toHaveLength(10) // strangers choose what they ask for
    await close()
  })

  test('the folder of what the command brings is an option', async () => {
    const { request, close } = await testServer('sqlite', { frontEndFolder: join(folder, 'elsewhere') })
    expect(await (await request(`${npm}/@clerk/clerk-js@5/dist/clerk-js.js`)).text()).toBe('clerk-js 5.9.0')
    addTo(folder, packageAt('elsewhere/clerk-js-5.11.0', 'clerk-js', '5.11.0'))
    expect(await (await request(`${npm}/@clerk/clerk-js@5/dist/clerk-js.js`)).text()).toBe('clerk-js 5.11.0')
    await close()
  })
})
