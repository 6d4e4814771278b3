/** examples/other-origin, and React pages beside it, as docs/other-origins.md says: the API on one port, the front end on another. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { read, root } from '../structure/documents.js'
import { type AppFolder, appFolder } from './app-folder.js'
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

let api: string
let web: string
let folder: AppFolder
const started: StartedProcess[] = []
let inbox: Visitors
let visitors: Visitors

beforeAll(async () => {
  api = `http://localhost:${await freePort()}`
  web = `http://localhost:${await freePort()}`
  const write = (path: string, text: string) => folder.write(path, text.replaceAll('http://localhost:3000', api))
  folder = appFolder(['@clerk/clerk-js', '@clerk/ui', '@clerk/react', 'clerk-js-4', 'clerk-js-5', 'clerk-react-4', 'clerk-react-5', 'react', 'react-dom', 'cors', 'express', 'vite']) // biome-ignore format: a list
  for (const file of readdirSync(join(root, 'examples/other-origin'))) {
    if (/\.(js|html|json)$/.test(file)) write(file, read(`examples/other-origin/${file}`))
  }
  for (const { file, module, props } of onProvider) {
    write(`${file}.html`, `<!doctype html><div id="root"></div><script type="module" src="/${file}.jsx"></script>`)
    write(`${file}.jsx`, reactPage(module, props))
  }
  await folder.run('npx frontdesk keys --front-end vite > .env.local')

  const env = { PORT: new URL(api).port, FRONTDESK_ALLOWED_ORIGINS: web }
  started.push(await startProcess('node', ['api.js'], { cwd: folder.path, origin: api, env }))
  started.push(
    await startProcess('npx', ['vite', '--port', new URL(web).port, '--strictPort'], { cwd: folder.path, origin: web }),
  )
  inbox = await visitorsOf(api)
  visitors = await visitorsOf(web)
})
afterAll(async () => {
  await inbox?.close()
  await visitors?.close()
  for (const process of started) await process.kill()
})

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
const faultsOf = ({ faults }: Visitor) =>
  faults.filter((fault) => !fault.startsWith(`request to ${api}/`) && !fault.includes('avatar_placeholder'))

const goOn = (page: Page) => page.getByRole('button', { name: 'Continue', exact: true }).click()
const isGreeted = (page: Page) => page.getByText('The API knows you as user_').waitFor()

async function visit(path: string): Promise<Visitor> {
  const visitor = await visitors.visitor()
  visitor.page.setDefaultTimeout(30_000) // Vite bundles the dependencies when it is first asked for them
  await visitor.open(path)
  return visitor
}

/** A call of the API as a script of the page makes it. */
const call = (page: Page, init: string) =>
  page.evaluate(`fetch('${api}/api/me', ${init}).then((answer) => answer.status)`) as Promise<number> // a status is one

describe('the example', () => {
  const address = 'elsewhere@example.com'

  test('somebody signs up on another origin, and the API knows them by token and by cookies, until they sign out', async () => {
    const visitor = await visit('/')
    const { page } = visitor
    await page.locator('input[name=identifier]').fill(address)
    await goOn(page)
    await page.locator('input[name=emailAddress]').waitFor()
    await page.locator('input[name=password]').fill(password)
    await goOn(page)
    await page.getByRole('heading', { name: 'Verify your email' }).waitFor()
    await page.keyboard.type(await inbox.codeFor(address))
    await isGreeted(page)
    await visitor.isAt('/') // of the front end, not of the API

    expect(await call(page, '{ credentials: "include" }')).toBe(200)
    expect(await call(page, '{}')).toBe(401)

    await page.evaluate('Clerk.signOut()')
    await page.getByRole('button', { name: "Sign in on the server's page" }).waitFor()
    expect(await call(page, '{ credentials: "include" }')).toBe(401)
    expect(faultsOf(visitor)).toEqual([])
    await visitor.close()
  })

  test("somebody signs in on the server's page, which returns to the front end with all of its address", async () => {
    const visitor = await visit('/?tab=2#top')
    const { page } = visitor
    await page.getByRole('button', { name: "Sign in on the server's page" }).click()
    await page.waitForURL((url) => url.origin === api && url.pathname === '/sign-in')
    await page.getByLabel('Email address').fill(address)
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByLabel('Password').fill(password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await isGreeted(page)
    expect(page.url()).toBe(`${web}/?tab=2#top`)
    await visitor.close()
  })

  test('attack: a page of an origin that is not named signs nobody in, and nobody is sent there', async () => {
    const stranger = `http://localhost:${await freePort()}`
    const answer = await fetch(`${api}/__clerk/v1/client/sign_ins`, { method: 'POST', headers: { origin: stranger } })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([400, null])

    const visitor = await inbox.visitor()
    await visitor.open(`/sign-in?redirect_url=${encodeURIComponent(`${stranger}/`)}`)
    await visitor.page.getByLabel('Email address').fill(address)
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await visitor.page.getByLabel('Password').fill(password)
    await visitor.page.getByRole('button', { name: 'Sign in' }).click()
    await visitor.isAt('/')
    expect(visitor.faults).toEqual([])
    await visitor.close()
  })
})

test('the table of the document has a row for each version', () => {
  expect(onProvider.map(({ name }) => name)).toEqual(['@clerk/react 6', '@clerk/clerk-react 5', '@clerk/clerk-react 4'])
})

describe.each(onProvider)('$name on another origin', ({ name, file }) => {
  test(`somebody signs in with ${name} on another origin, and the API knows them by token`, async () => {
    const visitor = await visit(`/${file}.html`)
    const { page } = visitor
    await page.locator('input[name=identifier]').fill('elsewhere@example.com')
    await goOn(page)
    await page.locator('input[name=password]').fill(password)
    await goOn(page)
    await visitor.isAt('/')
    await visitor.open(`/${file}.html`)
    await isGreeted(page)
    expect(faultsOf(visitor)).toEqual([])
    await visitor.close()
  })
})
