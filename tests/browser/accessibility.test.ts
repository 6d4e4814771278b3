import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startQuickstart } from './quickstart.js'
import type { Visitor, Visitors } from './visitors.js'

let quickstart: Visitors
beforeAll(async () => {
  quickstart = await startQuickstart()
})
afterAll(() => quickstart?.close())

const widths = { desktop: { width: 1120, height: 800 }, phone: { width: 320, height: 640 } }

const schemes = (['light', 'dark'] as const).flatMap((colorScheme) =>
  (['desktop', 'phone'] as const).map((device) => ({ colorScheme, device })),
)

describe.each(schemes)('in $colorScheme on a $device', ({ colorScheme, device }) => {
  let visitor: Visitor
  beforeAll(async () => {
    visitor = await quickstart.visitor({ colorScheme, viewport: widths[device] })
  })
  afterAll(() => visitor?.close())

  async function isUsable(): Promise<void> {
    expect(await visitor.axe()).toEqual([])
    const overflow = await visitor.page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')
    expect(overflow).toBe(0)
    expect(visitor.faults).toEqual([])
  }

  test('every hosted page breaks no rule of axe and never scrolls sideways', async () => {
    const address = `${colorScheme}-${device}@example.com`
    await visitor.open('/sign-in')
    await visitor.page.getByLabel('Email address').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Email address').fill('nobody@example.com')
    await visitor.page.getByRole('button', { name: 'Continue' }).click()
    await visitor.page.getByText('No account').waitFor()
    await isUsable()

    await visitor.open('/sign-up')
    await visitor.page.getByLabel('Email address').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Email address').fill(address)
    await visitor.page.getByLabel('Password').fill('correct horse battery staple')
    await visitor.page.getByRole('button', { name: 'Create account' }).click()
    await visitor.page.getByLabel('Verification code').waitFor()
    await isUsable()
    await visitor.page.getByLabel('Verification code').fill(await quickstart.codeFor(address))
    await visitor.isAt('/')
    await isUsable()

    await visitor.open('/user')
    await visitor.page.getByText('This device').waitFor()
    await isUsable()
    await visitor.open('/__frontdesk/inbox')
    await visitor.page.getByText(address).first().waitFor()
    await isUsable()
  })

  const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
  const link = (name: string | RegExp) => visitor.page.getByRole('link', { name })
  const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
  const isInvalid = (name: string) => expect.poll(() => field(name).getAttribute('aria-invalid')).toBe('true')
  const title = (name: string) => visitor.page.getByRole('heading', { level: 1, name }).waitFor()

  test('every screen of a sign-in, with its errors, breaks no rule of axe', async () => {
    const address = `steps-${colorScheme}-${device}@example.com`
    await visitor.context.clearCookies()
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await field('Email address').fill(address)
    await button('Continue').click()
    await field('Password').waitFor()
    await isUsable()
    await field('Password').fill('not the password')
    await button('Sign in').click()
    await isInvalid('Password')
    await isUsable()

    await link('Use another method').click()
    await title('Choose another method')
    await isUsable()
    const before = await quickstart.codeFor(address)
    await link('Reset your password').click()
    await title('Reset your password')
    await isUsable()
    await expect.poll(() => quickstart.codeFor(address)).not.toBe(before) // the mail of the reset is here
    const code = await quickstart.codeFor(address)
    await field('Verification code').fill(code === '000000' ? '111111' : '000000')
    await isInvalid('Verification code')
    await isUsable()
    await field('Verification code').fill(code)
    await field('New password').waitFor()
    await isUsable()
    await field('New password').fill('short')
    await button('Save and sign in').click()
    await isInvalid('New password')
    await isUsable()
    await field('New password').fill('another horse, another staple')
    await button('Save and sign in').click()
    await visitor.isAt('/')

    await visitor.open('/sign-in')
    await title('You are signed in')
    await isUsable()
    await visitor.open('/sign-up#add-account')
    await field('Email address').waitFor()
    await button('Create account').click()
    await isInvalid('Email address')
    await isUsable()
  })

  test('everything that opens on the account page, with its errors, breaks no rule of axe', async () => {
    const address = `parts-${colorScheme}-${device}@example.com`
    const second = `second-${address}`
    await visitor.context.clearCookies()
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await button('Account menu').click()
    await isUsable()
    await visitor.page.keyboard.press('Escape')
    await field('First name').fill('Ada')
    await button('Save profile').waitFor()
    await isUsable()

    await button('Add an email address').click()
    await field('Email address').fill('nothing')
    await button(/^Add$/).click()
    await isInvalid('Email address')
    await isUsable()
    await field('Email address').fill(second)
    await button(/^Add$/).click()
    await field('Verification code').waitFor()
    await isUsable()
    await button('Cancel').last().click()
    await visitor.page.getByText('Unverified').waitFor()
    await button(`Remove ${second}`).click()
    await isUsable()
    await button('Cancel').last().click()

    await button('Change password').click()
    await field('New password').fill('short')
    await button('Save password').click()
    await isInvalid('Current password')
    await isUsable()
    await button('Delete account').click()
    await isUsable()
    await button('Delete account').last().click()
    await isInvalid('Type “Delete account” to confirm')
    await isUsable()
  })

  test('what people meet where a page cannot go on as it should breaks no rule of axe', async () => {
    const address = `ends-${colorScheme}-${device}@example.com`
    await visitor.context.clearCookies()
    await visitor.open('/sign-up')
    await visitor.page.evaluate(`fetch('/__clerk/v1/client/sign_ups', {
      method: 'POST', body: new URLSearchParams({ email_address: '${address}' }),
    })`)
    await visitor.page.goto('about:blank')
    await visitor.open('/sign-up#continue')
    await title('A few more details')
    await isUsable()

    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await visitor.page.route(/\/client\/sign_ins/, async (route) => {
      const response = await route.fetch()
      const json = await response.json()
      json.response.supported_first_factors = [{ strategy: 'carrier_pigeon' }] // of a newer server
      await route.fulfill({ response, json })
    })
    await field('Email address').fill(address)
    await button('Continue').click()
    await title('This account cannot sign in here')
    await isUsable()
    await visitor.page.unroute(/\/client\/sign_ins/)

    await visitor.page.route(/\/sign-up$/, async (route) => {
      const response = await route.fetch()
      await route.fulfill({ response, body: (await response.text()).replace('"mode":"public"', '"mode":"restricted"') })
    })
    await visitor.open('/sign-up')
    await title('Sign-ups are closed')
    await isUsable()
    await visitor.page.unroute(/\/sign-up$/)

    await visitor.page.route(/\/__clerk\/v1\//, (route) => route.abort())
    await visitor.open('/user')
    await title('This page could not be loaded')
    await isUsable()
    await visitor.page.unroute(/\/__clerk\/v1\//)
  })

  test('the question whether to sign out, and a form that is refused, break no rule of axe', async () => {
    await visitor.open('/sign-out')
    await title('Sign out?')
    await isUsable()
    const form = `<form method="post" action="${quickstart.origin}/sign-out"><button>Win a prize</button></form>`
    await visitor.page.goto(`data:text/html,${encodeURIComponent(form)}`)
    await button('Win a prize').click()
    await title('This was not done')
    await isUsable()
  })

  test('what people meet who come by a wrong way breaks no rule of axe', async () => {
    await visitor.open('/__clerk/not-me')
    await title('This link no longer works')
    await isUsable()
    await visitor.open('/__clerk/nowhere')
    await title('There is nothing here')
    await isUsable()
  })
})
