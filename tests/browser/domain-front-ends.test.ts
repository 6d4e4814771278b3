/** A domain of the server's own, `clerk.example.test`, over TLS: Clerk's front ends of any version get their publishable key, and nothing else. */
import { createServer, type Server } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import express from 'express'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { clerkMiddleware, getAuth, requireAuth } from '../../packages/express/src/index.js'
import { type FrontdeskMiddleware, frontdesk } from '../../packages/server/src/express.js'
import type { Instance } from '../../packages/server/src/start/instance.js'
import { unlimited } from '../../packages/server/src/testing/test-server.js'
import { selfSignedCertificate } from '../environment/certificate.js'
import { launchBrowser } from '../environment/chromium.js'

const clients = fileURLToPath(new URL('../clients', import.meta.url))
const password = 'correct horse battery staple'
const app = 'https://app.example.test'
const desk = 'https://clerk.example.test'

/** A React page as Clerk's documents have it: with the key, and no address. */
const reactPage = (from: string) => `import { createRoot } from 'react-dom/client'
import { ClerkProvider, SignIn, SignUp, UserButton, useAuth } from '${from}'
function Door() {
  const { isLoaded, isSignedIn } = useAuth()
  if (!isLoaded) return null
  if (isSignedIn) return <UserButton />
  return location.search === '?sign-up' ? <SignUp routing="hash" /> : <SignIn routing="hash" />
}
createRoot(document.getElementById('clerk')).render(<ClerkProvider publishableKey={KEY}><Door /></ClerkProvider>)`

/** The script tags of a plain page, as Clerk's documents have them; `from` is where they find the server. */
const plainPage = (attributes: string, from: string) => `
<script defer crossorigin="anonymous" src="${from}/npm/@clerk/ui@1/dist/ui.browser.js"></script>
<script defer crossorigin="anonymous" ${attributes} src="${from}/npm/@clerk/clerk-js@6/dist/clerk.browser.js"></script>
<script type="module">
  await Clerk.load({ ui: { ClerkUI: window.__internal_ClerkUICtor } })
  Clerk[Clerk.user ? 'mountUserButton' : location.search ? 'mountSignUp' : 'mountSignIn'](document.getElementById('clerk'))
</script>`

const rows = [
  { name: '@clerk/react 6', from: '@clerk/react' },
  { name: '@clerk/clerk-react 5', from: 'clerk-react-5' },
  { name: '@clerk/clerk-react 4', from: 'clerk-react-4' },
  { name: 'clerk-js 6', from: null },
  { name: 'clerk-js 6 of before', from: null },
]
const ofBefore = rows.at(-1)!
const pathOf = ({ name }: { name: string }) => `/${name.replaceAll(/\W+/g, '-').replace(/^-/, '')}`

let server: Server
let middleware: FrontdeskMiddleware
let browser: Browser
let keys: Instance['keys']

beforeAll(async () => {
  vi.spyOn(process, 'cwd').mockReturnValue(clients) // where Clerk's packages are installed
  middleware = frontdesk({
    databaseUrl: 'sqlite::memory:',
    encryptionKey: 'a key for tests, of 32 characters',
    environment: 'development',
    domain: 'clerk.example.test',
    publicUrl: app,
    rateLimits: unlimited,
    now: () => Date.now(),
    log: () => {},
  })
  keys = ((await middleware.server.ready()) as Instance).keys
  const site = express()
  site.use(middleware)
  site.use(clerkMiddleware({ authorizedParties: [app] }))
  site.use((req, res, next) => {
    if (req.hostname !== 'api.example.test') return next()
    res.set({ 'access-control-allow-origin': app, 'access-control-allow-headers': 'authorization' })
    return req.method === 'OPTIONS' ? res.sendStatus(204) : res.json({ userId: getAuth(req).userId })
  })
  site.get(
    '/',
    (_, res) => void res.send('<title>Home</title><form method="post" action="/sign-out"><button>Sign out</button></form>'),
  )
  site.get('/me', requireAuth({ unauthenticated: '401' }), (req, res) => void res.json({ userId: getAuth(req).userId }))
  site.get('/protected', requireAuth(), (req, res) => void res.send(`This is for ${getAuth(req).userId}.`))
  for (const row of rows) {
    const script = row.from && (await bundled(reactPage(row.from)))
    const attributes =
      row === ofBefore
        ? `data-clerk-publishable-key="${keys.spellings[1]!.publishableKey}" data-clerk-proxy-url="/__clerk"`
        : `data-clerk-publishable-key="${keys.publishableKey}"`
    const head = row.from ? '' : plainPage(attributes, row === ofBefore ? '/__clerk' : desk)
    const body = row.from ? `<script src="${pathOf(row)}.js"></script>` : ''
    site.get(pathOf(row), (_, res) => void res.send(`<!doctype html>${head}<body><div id="clerk"></div>${body}</body>`))
    site.get(`${pathOf(row)}.js`, (_, res) => void res.type('js').send(script))
  }
  server = createServer(selfSignedCertificate('example.test'), site).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as AddressInfo // it listens on a port
  browser = await launchBrowser(`--host-resolver-rules=MAP *.example.test:443 127.0.0.1:${port}`)
})
afterAll(async () => {
  await browser?.close()
  server?.closeAllConnections()
  server?.close()
  await middleware?.server.close()
  vi.restoreAllMocks()
})

async function bundled(contents: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, loader: 'jsx', resolveDir: clients },
    bundle: true,
    write: false,
    minify: true,
    jsx: 'automatic',
    define: { KEY: JSON.stringify(keys.publishableKey), 'process.env.NODE_ENV': '"production"' },
    nodePaths: [join(clients, 'node_modules')],
    logLevel: 'silent',
  })
  return outputFiles[0]!.text
}

interface Visit {
  context: BrowserContext
  page: Page
  faults: string[]
}

async function visit(): Promise<Visit> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, baseURL: app })
  context.setDefaultTimeout(20_000)
  const faults: string[] = []
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url())
    const isDrawing = hostname === 'img.clerk.com' // Clerk's own components draw with it
    if (/^https?:$/.test(protocol) && !hostname.endsWith('.example.test') && !isDrawing)
      faults.push(`request to ${request.url()}`)
  })
  context.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`)
  })
  context.on('weberror', (error) => faults.push(error.error().message))
  return { context, page: await context.newPage(), faults }
}

const tokenOf = (page: Page) => page.evaluate('Clerk.session.getToken()') as Promise<string> // a signed-in session has one

/** What the API on its own sub-domain answers to a page of the app that sends a token along. */
const apiAnswers = (page: Page, token: string) =>
  page.evaluate(
    `fetch('https://api.example.test/', { headers: { authorization: 'Bearer ${token}' } }).then((answer) => answer.json())`,
  )

const statusOf = async (page: Page) => (await page.evaluate(`fetch('/me').then((answer) => answer.status)`)) as number

describe.each(rows)('$name with nothing but a key', (row) => {
  const path = pathOf(row)
  const address = `${path.slice(1)}+clerk_test@example.com`
  let visitor: Visit
  let ahead = 0
  beforeAll(async () => {
    const now = Date.now
    vi.spyOn(Date, 'now').mockImplementation(() => now() + ahead)
    visitor = await visit()
    await visitor.context.clock.install()
  })
  afterAll(async () => {
    vi.mocked(Date.now).mockRestore()
    await visitor?.context.close()
  })

  test('signs a person up, and app and API on their sub-domains know them', async () => {
    const { page } = visitor
    await page.goto(`${path}?sign-up`)
    await page.locator('input[name=emailAddress]').fill(address)
    await page.locator('input[name=password]').fill(password)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.getByRole('heading', { name: /Verify your email/ }).waitFor()
    await page.keyboard.type('424242')
    await page.waitForURL(`${app}/`)
    await page.goto(path)
    await page.waitForFunction('window.Clerk?.session && Clerk.user')
    const userId = await page.evaluate('Clerk.user.id')
    expect(await apiAnswers(page, await tokenOf(page))).toEqual({ userId })
    expect(await statusOf(page)).toBe(200)
  })

  test('goes on after a minute, in two tabs, and the app with its documents', async () => {
    const { context, page } = visitor
    const second = await context.newPage()
    await second.goto(path)
    await second.waitForFunction('window.Clerk?.session && Clerk.user')
    const userId = await page.evaluate('Clerk.user.id')
    const first = await tokenOf(page)
    ahead += 66_000
    expect(await apiAnswers(page, first)).toEqual({ userId: null })
    await second.goto('/protected') // with the cookie of a minute ago
    expect(await second.locator('body').innerText()).toBe(`This is for ${userId}.`)

    await context.clock.fastForward(66_000)
    const next = await tokenOf(page)
    expect(next).not.toBe(first)
    expect(await apiAnswers(page, next)).toEqual({ userId })
    expect(await statusOf(page)).toBe(200)
  })

  test('signs a person out in all tabs, and in again by password', async () => {
    const { context, page } = visitor
    const second = context.pages()[1]!
    await second.goto(path)
    await second.waitForFunction('window.Clerk?.user')
    await page.evaluate('Clerk.signOut()')
    await second.reload()
    await second.waitForFunction('window.Clerk?.loaded && !Clerk.user')
    expect(await statusOf(second)).toBe(401)

    await page.goto(path)
    await page.locator('input[name=identifier]').fill(address)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.locator('input[name=password]').fill(password)
    await page.getByRole('button', { name: 'Continue', exact: true }).click()
    await page.waitForURL(`${app}/`)
    expect(await statusOf(page)).toBe(200)
    expect(visitor.faults).toEqual([])
  })
})

describe('the pages of a domain', () => {
  const address = 'pages+clerk_test@example.com'
  let visitor: Visit
  beforeAll(async () => {
    visitor = await visit()
  })
  afterAll(() => visitor?.context.close())
  const isProtected = async () => {
    await visitor.page.waitForURL(`${app}/protected`)
    expect(await visitor.page.locator('body').innerText()).toMatch(/^This is for user_/)
  }

  test('an app sends somebody to the pages of its domain, who signs up there and returns', async () => {
    const { page } = visitor
    await page.goto('/protected')
    await page.waitForURL((url) => url.origin === desk && url.pathname === '/sign-in')
    await page.getByRole('link', { name: 'Sign up' }).click()
    await page.getByLabel('Email address').fill(address)
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Create account' }).click()
    await page.getByLabel('Verification code').fill('424242')
    await isProtected()
  })

  test("the app's own form signs the person out at the domain, and leads back", async () => {
    const { page, context } = visitor
    await page.goto('/')
    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.waitForURL(`${app}/`)
    expect(await statusOf(page)).toBe(401)
    const uat = (await context.cookies(app)).filter(({ name }) => name.startsWith('__client_uat'))
    expect(uat.map(({ domain, value }) => [domain, value])).toEqual(Array(3).fill(['.example.test', '0']))
    const [client] = (await context.cookies(desk)).filter(({ name }) => /__client_(?!uat)/.test(name))
    expect(client).toMatchObject({ name: `__Host-__client_${keys.cookieSuffix}`, domain: 'clerk.example.test', httpOnly: true })
  })

  test("the pages are found where Clerk's servers look for them, and return to the app from there, too", async () => {
    const { page, context } = visitor
    await context.clearCookies({ name: '__clerk_redirect_count' }) // as after two seconds: the handshakes of before don't count
    const wanted = encodeURIComponent(`${app}/protected`)
    await page.goto(`https://accounts.example.test/sign-in?redirect_url=${wanted}`)
    await page.waitForURL((url) => url.origin === desk)
    await page.getByLabel('Email address').fill(address)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await isProtected()
    expect(visitor.faults).toEqual([])
  })
})
