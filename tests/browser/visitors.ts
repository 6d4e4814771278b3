/** People with browsers who visit an app, and read the mail that its inbox page shows. */
import AxeBuilder from 'axe-core'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { launchBrowser } from '../environment/chromium.js'

export const password = 'correct horse battery staple'

export interface Visitor {
  page: Page
  context: BrowserContext
  /** What went wrong in the page: errors, and requests to other origins. Tests expect it to stay empty. */
  faults: string[]
  /** Opens a path of the app. */
  open(path: string): Promise<void>
  /** Waits until the browser is at exactly this path. */
  isAt(path: string): Promise<void>
  /** Rules of WCAG A and AA and of good practice that the page breaks, as axe names them. */
  axe(): Promise<string[]>
  close(): Promise<void>
}

export interface Visitors {
  origin: string
  visitor(options?: Parameters<Browser['newContext']>[0]): Promise<Visitor>
  /** The latest code sent to an address, as the inbox page shows it. */
  codeFor(address: string): Promise<string>
  /** The address in the latest mail that has a link. */
  linkFor(address: string): Promise<string>
  /** Signs up through the pages; ends signed in, on the app's home page. */
  signUp(visitor: Visitor, address: string): Promise<void>
  /** Signs in by password through the pages; ends signed in, on the app's home page. */
  signIn(visitor: Visitor, address: string): Promise<void>
  close(): Promise<void>
}

/** Starts a browser for the people who visit the app at `origin`. */
export async function visitorsOf(origin: string): Promise<Visitors> {
  const browser = await launchBrowser()

  async function readInbox(read: (page: Page) => Promise<string>): Promise<string> {
    const reader = await newVisitor(browser, origin)
    await reader.open('/__frontdesk/inbox')
    const found = await read(reader.page)
    await reader.close()
    return found
  }
  const mailTo = (page: Page, address: string) => page.getByRole('listitem').filter({ hasText: `To ${address}` })

  const visitors: Visitors = {
    origin,
    visitor: (options) => newVisitor(browser, origin, options),

    codeFor: (address) => readInbox((page) => mailTo(page, address).locator('.message-code code').first().innerText()),
    linkFor: (address) => readInbox((page) => mailTo(page, address).getByRole('link').first().innerText()),

    async signUp(visitor, address) {
      await visitor.open('/sign-up')
      await visitor.page.getByLabel('Email address').fill(address)
      await visitor.page.getByLabel('Password').fill(password)
      await visitor.page.getByRole('button', { name: 'Create account' }).click()
      await visitor.page.getByLabel('Verification code').waitFor()
      await visitor.page.getByLabel('Verification code').fill(await visitors.codeFor(address))
      await visitor.isAt('/')
    },

    async signIn(visitor, address) {
      await visitor.open('/sign-in')
      await visitor.page.getByLabel('Email address').fill(address)
      await visitor.page.getByRole('button', { name: 'Continue' }).click()
      await visitor.page.getByLabel('Password').fill(password)
      await visitor.page.getByRole('button', { name: 'Sign in' }).click()
      await visitor.isAt('/')
    },

    close: () => browser.close(),
  }
  return visitors
}

async function newVisitor(
  browser: Browser,
  origin: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: origin, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  page.on('console', (message) => {
    // A refusal that the page shows (422 and the like) is no fault of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) faults.push(message.text())
  })
  page.on('request', (request) => {
    const url = new URL(request.url())
    if (url.origin !== origin && url.protocol !== 'data:' && url.protocol !== 'blob:') faults.push(`request to ${request.url()}`)
  })
  page.on('response', (response) => {
    if (response.status() >= 500) faults.push(`${response.status()} from ${response.url()}`)
  })

  return {
    page,
    context,
    faults,
    open: async (path) => {
      await page.goto(path)
    },
    isAt: (path) => page.waitForURL((url) => url.origin === origin && url.pathname + url.search === path),
    axe: () => runAxe(page),
    close: () => context.close(),
  }
}

interface AxeResults {
  violations: Array<{ id: string; nodes: Array<{ html: string }> }>
}

/** Evaluated by the browser's debugger, which the page's CSP does not bind. */
async function runAxe(page: Page): Promise<string[]> {
  await page.evaluate(AxeBuilder.source)
  const results = (await page.evaluate('axe.run(document, { resultTypes: ["violations"] })')) as AxeResults // as axe documents it
  return results.violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)
}
