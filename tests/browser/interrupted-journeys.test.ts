/** Journeys that other tabs, the Back button and time cut across. */
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys()

const button = (name: string | RegExp, page = visitor.page) => page.getByRole('button', { name })
const link = (name: string, page = visitor.page) => page.getByRole('link', { name })
const field = (name: string, page = visitor.page) => page.getByLabel(name, { exact: true })
const heading = (name: string, page = visitor.page) => page.getByRole('heading', { name }).waitFor()
const go = (page = visitor.page) => button(/^(Continue|Sign in|Verify|Create account)$/, page).click()

/** A person with an account who is signed in nowhere. */
async function signedOutPerson(): Promise<void> {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
}

async function beginSignIn(page = visitor.page, path = '/sign-in'): Promise<void> {
  await page.goto(path)
  await field('Email address', page).fill(address)
  await go(page)
  await heading('Enter your password', page)
}

async function finishSignIn(page = visitor.page): Promise<void> {
  await field('Password', page).fill(password)
  await go(page)
  await page.waitForURL((url) => url.pathname === '/')
}

const signOutIn = (page: Page) => page.evaluate(`fetch('/__clerk/v1/client/sessions?_method=DELETE', { method: 'POST' })`)

describe('the Back button', () => {
  test('Back shows each screen of a sign-in once, Forward and a reload keep it', async () => {
    await signedOutPerson()
    await visitor.open('/')
    await beginSignIn()
    await link('Use another method').click()
    await heading('Choose another method')
    await link('Email a code').click()
    await heading('Check your email')
    await visitor.page.waitForLoadState('networkidle')
    await visitor.page.reload()
    await heading('Check your email')
    await visitor.page.goBack()
    await heading('Choose another method')
    await visitor.page.goBack()
    await heading('Check your email') // what the server waits for since
    await visitor.page.goBack()
    await field('Email address').waitFor()
    await visitor.page.goForward()
    await heading('Check your email')
    await visitor.page.goBack()
    await visitor.page.goBack()
    await visitor.isAt('/')
  })

  test('Back from a changed address leads to what was before the sign-in', async () => {
    await signedOutPerson()
    await visitor.open('/')
    await beginSignIn()
    await button(/^Change/).click()
    await field('Email address').waitFor()
    await visitor.isAt('/sign-in')
    await visitor.page.goBack()
    await visitor.isAt('/')
  })

  test('Back from the new password leads to the start of the sign-in, and not to the used code', async () => {
    await signedOutPerson()
    await beginSignIn()
    await link('Forgot password?').click()
    await field('Verification code').fill(await quickstart.codeFor(address))
    await heading('Choose a new password')
    await visitor.page.goBack()
    await field('Email address').waitFor()
    await visitor.page.goForward()
    await heading('Choose a new password')
  })

  test('Back after a sign-in does not ask for the password again', async () => {
    await signedOutPerson()
    await visitor.open('/')
    await beginSignIn()
    await finishSignIn()
    await visitor.page.goBack()
    await heading('You are signed in')
    await visitor.page.goBack()
    await visitor.isAt('/')
  })
})

describe('another tab', () => {
  test('another tab signs out: the account page leads to the sign-in and back, and says why', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await field('First name').waitFor()
    const other = await visitor.context.newPage()
    await other.goto('/')
    await signOutIn(other)
    await visitor.page.bringToFront()
    await visitor.page.evaluate(`dispatchEvent(new Event('focus'))`)
    await visitor.isAt(`/sign-in?redirect_url=${encodeURIComponent(`${quickstart.origin}/user`)}`)
    await visitor.page.getByText('You were signed out').waitFor()
    await field('Email address').fill(address)
    await go()
    await field('Password').fill(password)
    await go()
    await visitor.isAt('/user')
  })

  test('another tab signs out by these pages: the account page hears of it unasked', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await field('First name').waitFor()
    const other = await visitor.context.newPage()
    await other.goto('/sign-in')
    await button('Sign out', other).click()
    await visitor.page.waitForURL((url) => url.pathname === '/sign-in')
    await visitor.page.getByText('You were signed out').waitFor()
  })

  test('another tab signs in: a sign-in that waits stays as it is, and goes on once it is looked at', async () => {
    await signedOutPerson()
    await beginSignIn()
    const other = await visitor.context.newPage()
    await beginSignIn(other)
    await finishSignIn(other)
    await field('Password').fill('half a pass')
    await visitor.page.evaluate(`dispatchEvent(new Event('focus'))`)
    await visitor.isAt('/')
  })

  test('another tab has taken the sign-in to a new password: the first tab goes there too', async () => {
    await signedOutPerson()
    await beginSignIn()
    const other = await visitor.context.newPage()
    await other.goto('/sign-in#continue')
    await link('Forgot password?', other).click()
    await field('Verification code', other).fill(await quickstart.codeFor(address))
    await heading('Choose a new password', other)
    await field('Password').fill(password)
    await go()
    await heading('Choose a new password')
  })
})

describe('an attempt that is over', () => {
  test('an attempt that is over begins again with its address, and Back leaves it behind', async () => {
    await signedOutPerson()
    await visitor.open('/')
    await beginSignIn()
    await visitor.context.clearCookies()
    await field('Password').fill(password)
    await go()
    await visitor.page.getByText('Please start again').waitFor()
    await expect.poll(() => field('Email address').inputValue()).toBe(address)
    await visitor.page.goBack()
    await visitor.isAt('/')
  })

  test('an attempt that is over when its page is loaded again says so', async () => {
    await visitor.open('/sign-in#continue')
    await visitor.page.getByText('Please start again').waitFor()
    await visitor.isAt('/sign-in')
    await visitor.open('/sign-up#continue')
    await visitor.page.getByText('Please start again').waitFor()
  })
})

test('an answer that comes late does not take the visitor back to the screen that they left', async () => {
  await signedOutPerson()
  await beginSignIn()
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await visitor.page.route(/prepare_first_factor/, async (route) => {
    await held
    await route.continue()
  })
  await link('Forgot password?').click()
  await heading('Reset your password')
  await visitor.page.goBack()
  await heading('Enter your password')
  const answered = visitor.page.waitForResponse(/prepare_first_factor/)
  letGo()
  await answered
  await visitor.page.waitForLoadState('networkidle')
  expect(new URL(visitor.page.url()).hash).toBe('#continue')
})
