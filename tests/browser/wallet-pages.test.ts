/** A person whose browser has a wallet, and one whose browser has none. */
import { expect, test } from 'vitest'
import { injectWallet } from './injected-wallet.js'
import { quickstart, setUpJourneys, visitor } from './journey.js'

setUpJourneys(undefined, {
  FRONTDESK_ATTRIBUTES_EMAIL_ADDRESS: 'optional',
  FRONTDESK_ATTRIBUTES_WEB3_WALLET: 'optional',
  FRONTDESK_WEB3_WALLETS_SOLANA: 'true',
})

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const rows = () => visitor.page.locator('section', { hasText: 'Wallets' }).getByRole('listitem')
const alert = (text: RegExp) => visitor.page.getByText(text).waitFor()
const short = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`

test('a person signs up from the sign-in page with a wallet, signs in with it from either, and says no once', async () => {
  const wallet = await injectWallet(visitor.context)
  await visitor.open('/sign-in')
  expect(await visitor.axe()).toEqual([])
  wallet.agrees = false
  await button('Continue with MetaMask').click()
  await alert(/^Nothing was signed/)
  wallet.agrees = true
  await button('Continue with MetaMask').click()
  await visitor.isAt('/')
  for (const path of ['/sign-in', '/sign-up']) {
    await visitor.context.clearCookies()
    await visitor.open(path)
    await button('Continue with MetaMask').click()
    await visitor.isAt('/')
  }
  expect(wallet.messages.map((message) => message.split('\n')[3])).toEqual([
    'Sign up with this wallet.',
    'Sign in with this wallet.',
    'Sign in with this wallet.',
  ])
  const { host } = new URL(quickstart.origin)
  for (const message of wallet.messages) expect(message).toContain(`${host} wants you to sign in with your Ethereum account`)
})

test('a person connects a wallet in the profile, makes it primary, signs in with it, and removes it', async () => {
  const wallet = await injectWallet(visitor.context)
  await quickstart.signUp(visitor, 'wanda@example.com')
  await visitor.open('/user')
  await button('Connect MetaMask').click()
  await rows().getByText(short(wallet.address)).waitFor()
  await button('Connect Solana').click()
  await rows().getByText(short(wallet.solanaAddress)).waitFor()
  expect(await visitor.axe()).toEqual([])
  await rows()
    .getByRole('button', { name: /^Make primary/ })
    .click()
  await alert(/is your primary wallet/)

  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await button('Continue with Solana').click()
  await visitor.isAt('/')
  await visitor.open('/user')
  await rows()
    .first()
    .getByRole('button', { name: /^Remove/ })
    .click()
  await visitor.page.locator('.confirm').getByRole('button', { name: 'Remove' }).click()
  await alert(/is removed/)
  await button('Connect MetaMask').waitFor()
  expect(await rows().count()).toBe(1)
})

test('a browser without a wallet is told so', async () => {
  await visitor.open('/sign-in')
  for (const name of ['MetaMask', 'Solana']) {
    await button(`Continue with ${name}`).click()
    await alert(/^No wallet is installed in this browser/)
  }
})
