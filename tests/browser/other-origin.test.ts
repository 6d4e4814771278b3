/** examples/other-origin, and React pages beside it, as docs/other-origins.md says: the API on one port, the front end on another. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { startProcess } from '../environment/process.js'
import { read, root } from '../structure/documents.js'
import { appFolder } from './app-folder.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

const document = read('docs/other-origins.md')
const onProvider = [...document.matchAll(/^\| `@clerk\/([\w-]+)` (\d) \| `(proxyUrl.+)` \|$/gm)].map(
  ([, name, major, props]) => ({
    name: `@clerk/${name} ${major}`,
    file: `${name}-${major}`,
    module: major === '6' ? '@clerk/react' : `clerk-react-${major}`,
    props: props!,
  }),
)

interface Running {
  /** Origins. */
  api: string
  web: string
  /** Of people who visit the front end. */
  visitors: Visitors
  /** Of whoever reads the mail, and of those who visit the API's own pages. */
  ofTheApi: Visitors
}

const closers: Array<() => Promise<unknown>> = []
afterAll(async () => {
  for (const close of closers) await close()
})

/** The example, and React pages beside it, on a port each. */
async function start(webHost: string, apiHost: string): Promise<Running> {
  const [webPort, apiPort] = [String(await freePort()), String(await freePort())]
  const [web, api] = [`http://${webHost}:${webPort}`, `http://${apiHost}:${apiPort}`]
  const folder = appFolder(['@clerk/clerk-js', '@clerk/ui', '@clerk/react', 'clerk-js-4', 'clerk-js-5', 'clerk-react-4', 'clerk-react-5', 'react', 'react-dom', 'cors', 'express', 'vite']) // biome-ignore format: a list
  const write = (path: string, text: string) => folder.write(path, text.replaceAll('http://localhost:3000', api))
  for (const file of readdirSync(join(root, 'examples/other-origin'))) {
    if (/\.(js|html|json)$/.test(file)) write(file, read(`examples/other-origin/${file}`))
  }
  for (const { file, module, props } of onProvider) {
    write(`${file}.html`, `<!doctype html><div id="root"></div><script type="module" src="/${file}.jsx"></script>`)
    write(`${file}.jsx`, reactPage(module, props))
  }
  await folder.run('npx frontdesk keys --front-end vite > .env.local')

  const run = async (command: string, words: string[], port: string, env = {}) => {
    const process = await startProcess(command, words, { cwd: folder.path, origin: `http://localhost:${port}`, env })
    closers.push(() => process.kill())
  }
  await run('node', ['api.js'], apiPort, { PORT: apiPort, FRONTDESK_ALLOWED_ORIGINS: web })
  await run('npx', ['vite', '--port', webPort, '--strictPort'], webPort)
  const [visitors, ofTheApi] = [await visitorsOf(web), await visitorsOf(`http://localhost:${apiPort}`)]
  closers.push(visitors.close, ofTheApi.close)
  return { api, web, visitors, ofTheApi }
}

const reactPage = (module: string, props: string) => `import React from 'react'
import { createRoot } from 'react-dom/client'
import { ClerkProvider, SignIn, useAuth } from '${module}'

function Door() {
  const { isLoaded, isSignedIn, getToken } = useAuth()
  const [me, setMe] = React.useState()
  React.useEffect(() => {
    if (!isSignedIn) return
    const ask = async () => fetch('http://localhost:3000/api/me', { headers: { authorization: 'Bearer ' + (await getToken()) } })
    ask().then((answer) => answer.json()).then(setMe)
  }, [isSignedIn])
  if (!isLoaded) return null
  return isSignedIn ? <p>{me && 'The API knows you as ' + me.userId}</p> : <SignIn routing="hash" />
}
createRoot(document.getElementById('root')).render(
  <ClerkProvider publishableKey={import.meta.env.VITE_CLERK_PUBLISHABLE_KEY} ${props}><Door /></ClerkProvider>,
)
`

/** What went wrong besides: calls of the API are what this is about. */
const faultsOf = ({ faults }: Visitor, api: string) =>
  faults.filter((fault) => !fault.startsWith(`request to ${api}/`) && !fault.includes('avatar_placeholder'))

const goOn = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()
const isGreeted = (page: Page) => page.getByText('The API knows you as user_').waitFor()

async function visit(visitors: Visitors, path: string): Promise<Visitor> {
  const visitor = await visitors.visitor()
  visitor.page.setDefaultTimeout(30_000) // Vite bundles the dependencies when it is first asked for them
  await visitor.open(path)
  return visitor
}

/** On the server's own page. */
async function signInByPassword(page: Page, address: string): Promise<void> {
  await page.getByLabel('Email address').fill(address)
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByLabel('Password').fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

const address = 'elsewhere@example.com'
let onPorts: Running

describe.each([
  ['two ports', 'localhost', 'localhost'],
  ['two hosts of one domain', 'www.example.localhost', 'api.example.localhost'],
])('the example on %s', (where, webHost, apiHost) => {
  let running: Running
  beforeAll(async () => {
    running = await start(webHost, apiHost)
    if (webHost === apiHost) onPorts = running
  })

  test(`somebody signs up on ${where}, and the API knows them by token and by cookies, until they sign out`, async () => {
    const { api, visitors, ofTheApi } = running
    const visitor = await visit(visitors, '/')
    const { page } = visitor
    /** As a script of the page calls the API. */
    const call = (init: string) =>
      page.evaluate(`fetch('${api}/api/me', ${init}).then((answer) => answer.status)`) as Promise<number> // a status is one

    await page.locator('input[name=identifier]').fill(address)
    await goOn(page)
    await page.locator('input[name=emailAddress]').waitFor()
    await page.locator('input[name=password]').fill(password)
    await goOn(page)
    await page.getByRole('heading', { name: 'Verify your email' }).waitFor()
    await page.keyboard.type(await ofTheApi.codeFor(address))
    await isGreeted(page)
    await visitor.isAt('/') // of the front end, not of the API

    expect(await call('{ credentials: "include" }')).toBe(200)
    expect(await call('{}')).toBe(401)

    await page.evaluate('Clerk.signOut()')
    await page.getByRole('button', { name: "Sign in on the server's page" }).waitFor()
    expect(await call('{ credentials: "include" }')).toBe(401)
    expect(faultsOf(visitor, api)).toEqual([])
    await visitor.close()
  })

  test(`somebody signs in on the server's page, which returns to the front end on ${where} with all of its address`, async () => {
    const { api, web, visitors } = running
    const visitor = await visit(visitors, '/?tab=2#top')
    const { page } = visitor
    await page.getByRole('button', { name: "Sign in on the server's page" }).click()
    await page.waitForURL((url) => url.origin === api && url.pathname === '/sign-in')
    await signInByPassword(page, address)
    await isGreeted(page)
    expect(page.url()).toBe(`${web}/?tab=2#top`)
    await visitor.close()
  })
})

test('attack: a page of an origin that is not named signs nobody in, and nobody is sent there', async () => {
  const { ofTheApi, api } = onPorts
  const stranger = `http://localhost:${await freePort()}`
  const answer = await fetch(`${api}/__clerk/v1/client/sign_ins`, { method: 'POST', headers: { origin: stranger } })
  expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, null])

  const visitor = await ofTheApi.visitor()
  await visitor.open(`/sign-in?redirect_url=${encodeURIComponent(`${stranger}/`)}`)
  await signInByPassword(visitor.page, address)
  await visitor.isAt('/')
  expect(visitor.faults).toEqual([])
  await visitor.close()
})

test('the table of the document has a row for each version', () => {
  expect(onProvider.map(({ name }) => name)).toEqual(['@clerk/react 6', '@clerk/clerk-react 5', '@clerk/clerk-react 4'])
})

describe.each(onProvider)('$name on another origin', ({ name, file }) => {
  test(`somebody signs in with ${name} on another origin, and the API knows them by token`, async () => {
    const { visitors, api } = onPorts
    const visitor = await visit(visitors, `/${file}.html`)
    const { page } = visitor
    await page.locator('input[name=identifier]').fill(address)
    await goOn(page)
    await page.locator('input[name=password]').fill(password)
    await goOn(page)
    await visitor.isAt('/')
    await visitor.open(`/${file}.html`)
    await isGreeted(page)
    expect(faultsOf(visitor, api)).toEqual([])
    await visitor.close()
  })
})
