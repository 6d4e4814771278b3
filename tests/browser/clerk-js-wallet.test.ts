/** Clerk's own front end, unmodified, with a wallet: people sign up and in at its buttons. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type ClerkPage, startClerkPage } from './clerk-page.js'
import { injectWallet } from './injected-wallet.js'

let app: ClerkPage
beforeAll(async () => {
  app = await startClerkPage({ FRONTDESK_ATTRIBUTES_EMAIL_ADDRESS: 'optional', FRONTDESK_ATTRIBUTES_WEB3_WALLET: 'optional' })
})
afterAll(() => app?.close())

test('a person signs up with MetaMask at the sign-in of clerk-js 6, and signs in with it again', async () => {
  const context = await app.browser.newContext({ baseURL: app.origin, viewport: { width: 1120, height: 860 } })
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
