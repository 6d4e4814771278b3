/** Clerk's own front end, unmodified, with a wallet: people sign up and in at its buttons. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { launchBrowser } from '../environment/chromium.js'
import { freePort } from '../environment/free-port.js'
import { type StartedProcess, startProcess } from '../environment/process.js'
import { injectWallet } from './injected-wallet.js'

let folder: string
let origin: string
let app: StartedProcess
let browser: Browser

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'frontdesk-clerk-js-wallet-'))
  origin = `http://localhost:${await freePort()}`
  app = await startProcess(process.execPath, [fileURLToPath(new URL('apps/clerk-page.mjs', import.meta.url))], {
    cwd: fileURLToPath(new URL('../clients', import.meta.url)), // where Clerk's packages are installed
    origin,
    env: {
      PORT: new URL(origin).port,
      FRONTDESK_DATABASE_URL: `sqlite:${join(folder, 'frontdesk.db')}`,
      FRONTDESK_ATTRIBUTES_EMAIL_ADDRESS: 'optional',
      FRONTDESK_ATTRIBUTES_WEB3_WALLET: 'optional',
    },
  })
  browser = await launchBrowser()
})
afterAll(async () => {
  await browser?.close()
  await app?.kill()
  rmSync(folder, { recursive: true, force: true })
})

test('a person signs up with MetaMask at the sign-in of clerk-js 6, and signs in with it again', async () => {
  const context = await browser.newContext({ baseURL: origin, viewport: { width: 1120, height: 860 } })
  context.setDefaultTimeout(20_000)
  const wallet = await injectWallet(context)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(error.message))
  const whoIsThere = () =>
    page.evaluate('({ id: Clerk.user.id, wallets: Clerk.user.web3Wallets.map((one) => one.web3Wallet) })') as Promise<{
      id: string
      wallets: string[]
    }>
  const enter = async () => {
    await page.goto('/6/SignIn')
    await page.getByRole('button', { name: /MetaMask/ }).click()
    await page.waitForURL((url) => url.pathname.startsWith('/6/UserProfile'))
    await page.waitForFunction('document.title === "loaded"')
    return whoIsThere()
  }

  const first = await enter()
  expect(first.wallets).toEqual([wallet.address])
  await page.evaluate('void Clerk.signOut()')
  await page.waitForURL((url) => url.pathname.startsWith('/6/SignIn'))
  await page.getByRole('button', { name: /MetaMask/ }).waitFor()
  expect(await enter()).toEqual(first)
  expect(wallet.messages.map((message) => message.split('\n')[3])).toEqual([
    'Sign up with this wallet.',
    'Sign in with this wallet.',
  ])
  expect(faults).toEqual([])
  await context.close()
})
