/** An address that is being verified in the profile, while another tab or another person decides about it. */
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'

setUpJourneys()

const button = (name: string | RegExp, page = visitor.page) => page.getByRole('button', { name, exact: true })
const field = (name: string, page = visitor.page) => page.getByLabel(name, { exact: true })
const code = (page = visitor.page) => field('Verification code', page)
const alert = (text: string) => visitor.page.getByRole('alert').filter({ hasText: text })

let second: string
beforeEach(async () => {
  second = `second-${address}`
  await quickstart.signUp(visitor, address)
  await visitor.open('/user')
  await add(second)
  await code().waitFor()
})

async function add(emailAddress: string): Promise<void> {
  await button('Add an email address').click()
  await field('Email address').fill(emailAddress)
  await button('Add').click()
}

/** In another tab of the same person. */
async function elsewhere(act: (page: Page) => Promise<unknown>): Promise<void> {
  const page = await visitor.context.newPage()
  await page.goto('/user')
  await act(page)
  await page.close()
}

const removeSecond = async (page: Page) => {
  await button(`Remove ${second}`, page).click()
  await button('Remove', page).last().click()
  await page.getByText(`${second} is removed.`).waitFor()
}

const verifySecond = async (page: Page) => {
  await button(`Verify ${second}`, page).click()
  await code(page).fill(await quickstart.codeFor(second))
  await page.getByText(`${second} is verified.`).waitFor()
}

test('an address that was verified in another tab is verified here, too', async () => {
  await elsewhere(verifySecond)
  await code().fill('000000')
  await visitor.page.getByText(`${second} is verified.`).waitFor()
  expect(await code().count()).toBe(0)
  expect(await visitor.page.getByText('Unverified').count()).toBe(0)
})

test('an address that was verified in another tab asks for no code when its row is opened', async () => {
  await button('Cancel').last().click()
  await elsewhere(verifySecond)
  await button(`Verify ${second}`).click()
  await visitor.page.getByText(`${second} is verified.`).waitFor()
  expect(await code().count()).toBe(0)
})

test('an address that was removed in another tab can be added again, and the form says why', async () => {
  await elsewhere(removeSecond)
  await code().fill('000000')
  await visitor.page.getByText('This is no longer there').waitFor()
  expect(await field('Email address').inputValue()).toBe(second)
  expect(await field('Email address').evaluate((input) => input === input.ownerDocument.activeElement)).toBe(true)
  await button('Add').click()
  await code().waitFor()
})

test('a code that was just sent can be typed after the form was closed and opened again', async () => {
  await button('Cancel').last().click()
  await button(`Verify ${second}`).click()
  await code().fill(await quickstart.codeFor(second))
  await visitor.page.getByText(`${second} is verified.`).waitFor()
})

describe('in its row', () => {
  beforeEach(async () => {
    await button('Cancel').last().click()
  })

  test('an address that was removed in another tab goes, and a sentence says why', async () => {
    await elsewhere(removeSecond)
    await button(`Verify ${second}`).click()
    await alert('This is no longer there').waitFor()
    expect(await code().count()).toBe(0)
    await expect.poll(() => visitor.page.getByText(second).count()).toBe(0)
  })

  test('an address that was removed in another tab is removed, whoever asks for it once more', async () => {
    await elsewhere(removeSecond)
    await button(`Remove ${second}`).click()
    await button('Remove').last().click()
    await visitor.page.getByText(`${second} is removed.`).waitFor()
    expect(await alert('').filter({ hasText: /./ }).count()).toBe(0)
  })
})

test('an address that somebody else has verified meanwhile is given up with a sentence, and another one can be typed', async () => {
  const [third, fourth] = [`third-${address}`, `fourth-${address}`]
  await button('Cancel').last().click()
  await visitor.page.route(/prepare_verification/, (route) => route.abort()) // the owner gets the first code
  await add(third)
  await alert('The server could not be reached.').waitFor()
  const owner = await quickstart.visitor()
  await quickstart.signUp(owner, third)
  await owner.close()

  await visitor.page.unroute(/prepare_verification/)
  await button('Resend code').click()
  await visitor.page.getByText('This is no longer there').waitFor()
  await button('Add').click()
  await visitor.page.getByText('An account has this email address already.').waitFor()
  await field('Email address').fill(fourth)
  await button('Add').click()
  await code().fill(await quickstart.codeFor(fourth))
  await visitor.page.getByText(`${fourth} is verified.`).waitFor()
})

test('a code that was tried too often is replaced at once', async () => {
  const first = await quickstart.codeFor(second)
  for (const by of [1, 2, 3]) {
    const answered = visitor.page.waitForResponse(/attempt_verification/)
    await code().fill(String((Number(first) + by) % 1_000_000).padStart(6, '0'))
    await answered
  }
  await expect.poll(() => button('Resend code').getAttribute('aria-disabled')).toBe('false')
  await button('Resend code').click()
  await expect.poll(() => quickstart.codeFor(second), { timeout: 10_000 }).not.toBe(first)
  await code().fill(await quickstart.codeFor(second))
  await visitor.page.getByText(`${second} is verified.`).waitFor()
})

test('a device that has signed out by itself is signed out, whoever asks for it once more', async () => {
  const phone = await quickstart.visitor({ userAgent: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Safari/604.1' })
  await quickstart.signIn(phone, address)
  await visitor.open('/user')
  await visitor.page.getByRole('button', { name: /Sign out .*iPhone/ }).waitFor()
  await phone.page.getByRole('button', { name: 'Sign out' }).click()
  await phone.page.getByRole('link', { name: 'Sign in' }).first().waitFor()
  await phone.close()
  await visitor.page.getByRole('button', { name: /Sign out .*iPhone/ }).click()
  await visitor.page.getByText(/iPhone.* is signed out\./).waitFor()
})
