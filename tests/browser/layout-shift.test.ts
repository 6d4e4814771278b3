/** Nothing moves: neither when a page arrives nor when it shows an error. */
import { beforeEach, describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys()

const button = (name: string) => visitor.page.getByRole('button', { name })
const link = (name: string) => visitor.page.getByRole('link', { name })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })

/** Counts the layout shifts of each document from its start, those right after a click or key included: people see them, too. */
const watch = `
  window.shifted = 0
  window.count = (entries) => { for (const { value } of entries) window.shifted += value }
  window.observer = new PerformanceObserver((list) => window.count(list.getEntries()))
  window.observer.observe({ type: 'layout-shift', buffered: true })
`

const shifted = () =>
  visitor.page.evaluate(`new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => {
    window.count(window.observer.takeRecords())
    resolve(window.shifted)
  })))`)

/** Where every part of the page stands. An error's own place is no part of it, and a countdown grows narrower by itself. */
const places = () =>
  visitor.page.evaluate(`[...document.querySelectorAll('.brand, h1, label, input, button, a, .card, .card-foot')].map((part) => {
    const { x, y, height } = part.getBoundingClientRect()
    return [part.className || part.localName, x, y, height].join(' ')
  })`)

/** Does what brings an error to the field, and compares. */
async function expectStill(name: string, makeMistake: () => Promise<void>): Promise<void> {
  await visitor.page.evaluate('window.shifted = 0')
  const before = await places()
  await makeMistake()
  await expect.poll(() => field(name).getAttribute('aria-invalid')).toBe('true')
  expect(await places()).toEqual(before)
  expect(await shifted()).toBe(0)
}

describe.each([
  [1280, 'light'],
  [1280, 'dark'],
  [320, 'light'],
  [320, 'dark'],
] as const)('%i pixels wide, %s', (width, colorScheme) => {
  beforeEach(async () => {
    await visitor.page.setViewportSize({ width, height: 800 })
    await visitor.page.emulateMedia({ colorScheme })
    await visitor.page.addInitScript(watch)
  })

  test('nothing moves from the first paint of sign-in to its last screen, whatever mistakes are made', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await visitor.page.waitForLoadState('networkidle')
    expect(await shifted()).toBe(0)
    await expectStill('Email address', () => button('Continue').click())
    await field('Email address').fill('not an address')
    await expectStill('Email address', () => button('Continue').click())
    await field('Email address').fill('nobody@example.com')
    await expectStill('Email address', () => button('Continue').click())

    await field('Email address').fill(address)
    await button('Continue').click()
    await field('Password').waitFor()
    await expectStill('Password', () => button('Sign in').click())
    await field('Password').fill('wrong')
    await expectStill('Password', () => button('Sign in').click())

    await link('Use another method').click()
    await link('Email a code').click()
    await field('Verification code').waitFor()
    await expectStill('Verification code', () => button('Sign in').click())
    await field('Verification code').fill('')
    await expectStill('Verification code', () => field('Verification code').pressSequentially('000000'))
  })

  test('nothing moves on the sign-up page, whatever mistakes are made', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-up')
    await visitor.page.waitForLoadState('networkidle')
    expect(await shifted()).toBe(0)
    await expectStill('Password', () => button('Create account').click())
    await field('Email address').fill('not an address')
    await expectStill('Email address', () => button('Create account').click())
    await field('Email address').fill(`not-${address}`)
    await field('Password').fill('short')
    await expectStill('Password', () => button('Create account').click())
    await field('Password').fill('password')
    await expectStill('Password', () => button('Create account').click()) // of two lines, where it is narrow
    await field('Email address').fill(address)
    await field('Password').fill(password)
    await expectStill('Email address', () => button('Create account').click())
  })

  test('nothing moves where somebody is known already', async () => {
    await quickstart.signUp(visitor, address)
    for (const [path, title] of [
      ['/sign-in', 'You are signed in'],
      ['/sign-up', 'You are signed in'],
      ['/user', address],
    ] as const) {
      await visitor.open(path)
      await visitor.page.getByRole('heading', { name: title }).waitFor()
      await visitor.page.waitForLoadState('networkidle')
      expect(await shifted(), path).toBe(0)
    }
  })
})
