/** Each front end of Clerk's that docs/clerk-front-ends.md names, in the version that apps have, behind Vite's proxy as it says there. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { read, snippetsIn } from '../structure/documents.js'
import { type ReactApp, startReactApp } from './react-app.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

const document = read('docs/clerk-front-ends.md')

/** What the table has on the provider: `@clerk/clerk-react` 5 by name. */
const onProvider = Object.fromEntries(
  [...document.matchAll(/^\| `(@clerk\/[\w-]+)` (\d) \| `npx frontdesk front-end (\d)` \| `(.+)` \|$/gm)].map(
    ([, name, major, scripts, props]) => {
      expect(scripts).toBe(major)
      return [`${name} ${major}`, props!]
    },
  ),
)

const reactPage = (from: string, props: string) => ({
  html: '<script type="module" src="/FILE.jsx"></script>',
  jsx: `import { createRoot } from 'react-dom/client'
import { ClerkProvider, SignIn, SignUp, UserButton, useAuth } from '${from}'

function Door() {
  const { isLoaded, isSignedIn } = useAuth()
  if (!isLoaded) return null
  if (isSignedIn) return <UserButton />
  return location.search === '?sign-up' ? <SignUp routing="hash" /> : <SignIn routing="hash" />
}
createRoot(document.getElementById('clerk')).render(
  <ClerkProvider publishableKey={import.meta.env.VITE_CLERK_PUBLISHABLE_KEY} ${props}><Door /></ClerkProvider>,
)
`,
})

const [plain6, plain5] = snippetsIn(document.split('## A plain page\n')[1]!).map(({ code }) => code) as [string, string] // it shows two

/** A plain page as the document has it, which also signs up, and shows who is there. */
const plainPage = (shown: string) => ({
  html: shown
    .replace('pk_live_…', '%VITE_CLERK_PUBLISHABLE_KEY%')
    .replace("'sign-in'", "'clerk'")
    .replace(
      'window.Clerk.mountSignIn',
      "window.Clerk[Clerk.user ? 'mountUserButton' : location.search ? 'mountSignUp' : 'mountSignIn']",
    ),
  jsx: '',
})

const rows: Array<[name: string, page: { html: string; jsx: string }]> = [
  ['@clerk/react 6', reactPage('@clerk/react', onProvider['@clerk/react 6']!)],
  ['@clerk/clerk-react 5', reactPage('clerk-react-5', onProvider['@clerk/clerk-react 5']!)],
  ['@clerk/clerk-react 4', reactPage('clerk-react-4', onProvider['@clerk/clerk-react 4']!)],
  ['clerk-js 6', plainPage(plain6)],
  ['clerk-js 5', plainPage(plain5)],
  ['clerk-js 4', plainPage(plain5.replace('clerk-js@5', 'clerk-js@4'))],
]
const fileOf = (name: string) => name.replaceAll(/\W+/g, '-').replace(/^-/, '')

let app: ReactApp
let visitors: Visitors
beforeAll(async () => {
  app = await startReactApp(['clerk-js-4', 'clerk-js-5', 'clerk-react-4', 'clerk-react-5'])
  app.write('index.html', '<!doctype html><title>Home</title>')
  for (const [name, { html, jsx }] of rows) {
    const file = fileOf(name)
    app.write(`${file}.html`, `<!doctype html><title>${name}</title><div id="clerk"></div>\n${html.replace('FILE', file)}`)
    if (jsx) app.write(`${file}.jsx`, jsx)
  }
  visitors = await visitorsOf(await app.serve())
})
afterAll(async () => {
  await visitors?.close()
  await app?.close()
})

test('the table of the document has a row here for each front end', () => {
  expect(Object.keys(onProvider)).toEqual(rows.slice(0, 3).map(([name]) => name))
})

describe.each(rows)('%s', (name) => {
  const path = `/${fileOf(name)}.html`
  const address = `${fileOf(name)}+clerk_test@example.com`
  let visitor: Visitor
  let page: Page
  const statusOf = async (headers = {}) => (await page.request.get('/api/me', { headers })).status()
  const goOn = () => page.getByRole('button', { name: 'Continue', exact: true }).click()

  beforeAll(async () => {
    visitor = await visitors.visitor()
    page = visitor.page
    page.setDefaultTimeout(30_000) // Vite bundles the dependencies when it is first asked for them
  })
  afterAll(() => visitor?.close())

  test(`somebody signs up with ${name}, and the API knows them by cookie and by token`, async () => {
    await visitor.open(`${path}?sign-up`)
    await page.locator('input[name=emailAddress]').fill(address)
    await page.locator('input[name=password]').fill(password)
    await goOn()
    await page.getByRole('heading', { name: /Verify your email/ }).waitFor()
    await page.keyboard.type('424242')
    await visitor.isAt('/')
    expect(await statusOf()).toBe(200)

    await visitor.open(path)
    await page.getByRole('button', { name: 'Open user' }).waitFor()
    const token = (await page.evaluate('Clerk.session.getToken({ skipCache: true })')) as string // somebody is signed in
    await page.context().clearCookies({ name: /^__session/ })
    expect([await statusOf(), await statusOf({ authorization: `Bearer ${token}` })]).toEqual([401, 200])
  })

  test(`they sign out with ${name}, and in again with the password`, async () => {
    await page.evaluate('Clerk.signOut()')
    await page.waitForFunction('!window.Clerk?.user')
    expect(await statusOf()).toBe(401)

    await visitor.open(path)
    await page.locator('input[name=identifier]').fill(address)
    await goOn()
    await page.locator('input[name=password]').fill(password)
    await goOn()
    await visitor.isAt('/')
    expect(await statusOf()).toBe(200)
  })

  test(`${name} meets no error on the way, and asks no other server`, () => {
    const placeholder = /^request to https:\/\/img\.clerk\.com\/static\/avatar_placeholder\.jpeg/ // which the document tells of
    const faults = name.endsWith(' 4') ? visitor.faults.filter((fault) => !placeholder.test(fault)) : visitor.faults
    expect(faults).toEqual([])
  })
})
