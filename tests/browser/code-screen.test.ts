/** The screen that asks for a code, and forms as people fill them in. */
import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys()

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const code = () => visitor.page.getByLabel('Verification code')
const alert = () => visitor.page.getByRole('alert').filter({ hasText: /./ })

async function beginSignUp(): Promise<void> {
  await visitor.open('/sign-up')
  await visitor.page.getByLabel('Email address').fill(address)
  await visitor.page.getByLabel('Password').fill(password)
  await button('Create account').click()
  await code().waitFor()
}

const isBusy = async () => (await visitor.page.locator('form').getAttribute('aria-busy')) === 'true'
const isWrong = async () => (await code().getAttribute('aria-invalid')) === 'true'

/** Another than the right one. */
const wrong = (right: string, by: number) => String((Number(right) + by) % 1_000_000).padStart(6, '0')

const isFocused = () => code().evaluate((field) => field === field.ownerDocument.activeElement)

async function paste(text: string): Promise<void> {
  await code().focus()
  await visitor.page.evaluate(`{
    const clipboardData = new DataTransfer()
    clipboardData.setData('text', ${JSON.stringify(text)})
    document.activeElement.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
  }`)
}

test('a new code can be asked for at once when the old one was tried too often', async () => {
  await beginSignUp()
  const first = await quickstart.codeFor(address)
  expect(await button(/Resend code/).getAttribute('aria-disabled')).toBe('true')
  for (const by of [1, 2, 3]) {
    const answered = visitor.page.waitForResponse(/attempt_verification/)
    await code().fill(wrong(first, by))
    await answered
    await expect.poll(isBusy).toBe(false)
  }
  await expect.poll(() => button(/Resend code/).getAttribute('aria-disabled')).toBe('false')
  await button(/Resend code/).click()
  await expect.poll(() => button(/Resend code/).getAttribute('aria-disabled')).toBe('true')
  expect(await alert().count()).toBe(0)
  expect(await code().inputValue()).toBe('')
  expect(await isFocused()).toBe(true)
  await code().fill(await quickstart.codeFor(address))
  await visitor.isAt('/')
})

test('a code that was not sent can be asked for at once', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await visitor.page.getByLabel('Email address').fill(address)
  await button('Continue').click()
  await visitor.page.getByLabel('Password', { exact: true }).waitFor()
  await visitor.context.setOffline(true)
  await visitor.page.getByRole('link', { name: 'Forgot password?' }).click()
  await alert().waitFor()
  await visitor.context.setOffline(false)
  expect(await button(/Resend code/).getAttribute('aria-disabled')).toBe('false')
  await button(/Resend code/).click()
  await code().fill(await quickstart.codeFor(address))
  await visitor.page.getByLabel('New password').waitFor()
})

test('a pasted line with two numbers is left for a second look, and one with the code and a date is sent', async () => {
  await beginSignUp()
  const right = await quickstart.codeFor(address)
  await paste(`Order 99887, ${wrong(right, 1)} or ${wrong(right, 2)}`)
  expect(await code().inputValue()).toBe(wrong(right, 1))
  expect(await button('Verify').getAttribute('aria-disabled')).toBe('false')
  expect(await isWrong()).toBe(false)
  await paste(`2026-11-29: your code is ${right.slice(0, 3)} ${right.slice(3)}, valid 10 minutes`)
  await visitor.isAt('/')
})

test('a letter behind a wrong code is not another try', async () => {
  await beginSignUp()
  const right = await quickstart.codeFor(address)
  await code().fill(wrong(right, 1))
  await expect.poll(isWrong).toBe(true)
  let tries = 0
  visitor.page.on('request', (request) => {
    if (request.url().includes('attempt_verification')) tries++
  })
  await code().press('End')
  await code().pressSequentially('xyz')
  expect(await code().inputValue()).toBe(wrong(right, 1))
  await code().fill(right)
  await visitor.isAt('/')
  expect(tries).toBe(1)
})

test('while one of two errors is mended, the focus stays there', async () => {
  await visitor.open('/sign-up')
  await button('Create account').click()
  const secret = visitor.page.getByLabel('Password')
  await expect.poll(() => secret.getAttribute('aria-invalid')).toBe('true')
  await secret.pressSequentially('horse')
  expect(await secret.inputValue()).toBe('horse')
})

test('spaces are no email address', async () => {
  await visitor.open('/sign-in')
  await visitor.page.getByLabel('Email address').fill('   ')
  await button('Continue').click()
  await expect.poll(() => visitor.page.getByLabel('Email address').getAttribute('aria-invalid')).toBe('true')
  await visitor.isAt('/sign-in')
})
