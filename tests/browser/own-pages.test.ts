import { describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

/** One pixel. */
const smallestPng = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

setUpJourneys()

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name })
const link = (name: string) => visitor.page.getByRole('link', { name })
const field = (name: string) => visitor.page.getByLabel(name)

async function signIn(identifier: string, secret = password): Promise<void> {
  await field('Email address').fill(identifier)
  await button('Continue').click()
  await field('Password').fill(secret)
  await button('Sign in').click()
}

describe('a person', () => {
  test('a person is sent to the sign-in page by a protected route, signs up there and comes back', async () => {
    await visitor.open('/protected')
    await visitor.isAt('/sign-in?redirect_url=%2Fprotected')
    await link('Sign up').click()
    await field('First name').fill('Jane')
    await field('Last name').fill('Doe')
    await field('Email address').fill(address)
    await field('Password').fill(password)
    await button('Create account').click()
    await field('Verification code').waitFor()
    await field('Verification code').fill(await quickstart.codeFor(address))
    await visitor.isAt('/protected')
    await visitor.page.getByText('This is a protected route').waitFor()

    await visitor.open('/')
    await visitor.page.getByText('Jane').first().waitFor()
  })

  test('a person signs out in the app and in again with the password', async () => {
    await quickstart.signUp(visitor, address)
    await button('Sign out').click()
    await link('Sign in').first().click()
    await signIn(address)
    await visitor.isAt('/')
    await button('Sign out').waitFor()
  })

  test('a person is told what is wrong, beside the field that is wrong', async () => {
    await visitor.open('/sign-in')
    await field('Email address').fill('nobody@example.com')
    await button('Continue').click()
    const identifier = field('Email address')
    await expect.poll(() => identifier.getAttribute('aria-invalid')).toBe('true')
    const description = await identifier.getAttribute('aria-describedby')
    const shown = await Promise.all(description!.split(' ').map((id) => visitor.page.locator(`[id="${id}"]`).innerText()))
    expect(shown.join(' ')).toContain('No account')
    expect(await identifier.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true)
  })

  test('a person resets a forgotten password with a code and signs in with the new one', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await field('Email address').fill(address)
    await button('Continue').click()
    await link('Forgot password?').click()
    await field('Verification code').waitFor()
    await field('Verification code').fill(await quickstart.codeFor(address))
    await field('New password').fill('another horse, another staple')
    await button('Save and sign in').click()
    await visitor.isAt('/')

    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await signIn(address, 'another horse, another staple')
    await visitor.isAt('/')
  })

  test('a person changes the name in the profile, and the app shows it', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await field('First name').fill('Ada')
    await button('Save profile').click()
    await visitor.page.getByRole('heading', { name: /Ada/ }).waitFor()
    await visitor.open('/')
    await visitor.page.getByText('Ada').first().waitFor()
  })

  test('a profile says that a picture is changed until the next thing is asked for', async () => {
    const picture = { name: 'a.png', mimeType: 'image/png', buffer: smallestPng }
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    const chooser = visitor.page.locator('input[type=file]')
    const notice = visitor.page.getByText('Your picture is changed.')
    await chooser.setInputFiles(picture)
    await notice.waitFor()
    await visitor.page.getByRole('button', { name: 'Remove picture' }).waitFor()
    await visitor.page.waitForLoadState('networkidle') // the list of devices, too, is read again
    expect(await notice.isVisible()).toBe(true)
    await chooser.setInputFiles({ ...picture, buffer: Buffer.from('no picture') })
    await visitor.page.getByRole('alert').waitFor()
    expect(await notice.count()).toBe(0)
  })

  test('a person adds a second e-mail address, verifies it, makes it primary and removes the first', async () => {
    const second = `second-${address}`
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await button('Add an email address').click()
    await field('Email address').fill(second)
    await button('Add').click()
    await field('Verification code').waitFor()
    await field('Verification code').fill(await quickstart.codeFor(second))
    await button(`Make primary ${second}`).click()
    await button(`Remove ${address}`).click()
    await button('Remove').last().click()
    await expect.poll(() => visitor.page.getByText(address, { exact: true }).count()).toBe(0)

    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await signIn(second)
    await visitor.isAt('/')
  })

  test('a person has two accounts in one browser and switches between them', async () => {
    const other = `other-${address}`
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await link('Add another account').click()
    await link('Sign up').click()
    await field('Email address').fill(other)
    await field('Password').fill(password)
    await button('Create account').click()
    await field('Verification code').waitFor()
    await field('Verification code').fill(await quickstart.codeFor(other))
    await visitor.page.waitForURL((url) => !url.pathname.startsWith('/sign-up'))

    const meIs = async () => (await visitor.page.request.get('/api/me')).json() as Promise<{ userId: string }>
    const second = await meIs()
    await visitor.open('/user')
    await button(`Switch to ${address}`).click()
    await expect.poll(async () => (await meIs()).userId).not.toBe(second.userId)
    await visitor.page.getByRole('heading', { level: 1, name: address }).waitFor()
  })

  test('a person signs another device out', async () => {
    await quickstart.signUp(visitor, address)
    const phone = await quickstart.visitor({
      userAgent:
        'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
    })
    await quickstart.signIn(phone, address)

    await visitor.open('/user')
    await button(/Sign out .*iPhone/).click()
    await visitor.page.getByText('This device').waitFor()
    await expect.poll(() => button(/Sign out .*iPhone/).count()).toBe(0)

    await phone.open('/user')
    await phone.page.waitForURL((url) => url.pathname === '/sign-in')
    expect(phone.faults).toEqual([])
    await phone.close()
  })

  test('a person who did not sign in says so by the link in the mail, and every device is signed out', async () => {
    await quickstart.signUp(visitor, address)
    const thief = await quickstart.visitor()
    await quickstart.signIn(thief, address)

    await visitor.open(await quickstart.linkFor(address))
    await visitor.page.getByRole('heading', { name: 'Was this not you?' }).waitFor()
    expect(await visitor.axe()).toEqual([])
    await button('Sign out everywhere').click()
    await visitor.page.getByRole('heading', { name: 'Your account is protected' }).waitFor()
    expect(await visitor.axe()).toEqual([])
    for (const { page, open } of [thief, visitor]) {
      await open('/user')
      await page.waitForURL((url) => url.pathname === '/sign-in')
    }

    await thief.close()
  })

  test('a sign-in goes on to the app in a second tab that still asks who it is', async () => {
    await quickstart.signUp(visitor, address)
    const own = await quickstart.visitor()
    const [first, second] = [own.page, await own.context.newPage()]
    for (const tab of [first, second]) {
      await tab.goto('/sign-in')
      await tab.getByLabel('Email address').fill(address)
    }
    await first.getByRole('button', { name: 'Continue' }).click()
    await first.getByLabel('Password').fill(password)
    await first.getByRole('button', { name: 'Sign in' }).click()
    await own.isAt('/')
    await second.getByRole('button', { name: 'Continue' }).click()
    await second.waitForURL((url) => url.pathname === '/')
    await second.getByRole('button', { name: 'Sign out' }).waitFor()
    expect(own.faults).toEqual([])
    await own.close()
  })

  test('a sign-up goes on to the app when it was finished in another tab', async () => {
    const { page, context } = visitor
    await visitor.open('/sign-up')
    await field('Email address').fill(address)
    await field('Password').fill(password)
    await button('Create account').click()
    await field('Verification code').waitFor()
    const second = await context.newPage()
    await second.goto('/sign-up#continue')
    await second.getByLabel('Verification code').waitFor()
    const code = await quickstart.codeFor(address)
    await page.getByLabel('Verification code').fill(code)
    await visitor.isAt('/')
    await second.getByLabel('Verification code').fill(code)
    await second.waitForURL((url) => url.pathname === '/')
  })

  test('a sign-in whose cookies are gone begins again, and says why', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await field('Email address').fill(address)
    await button('Continue').click()
    await field('Password').waitFor()
    await visitor.context.clearCookies()
    await field('Password').fill(password)
    await button('Sign in').click()
    await visitor.page.getByText('Please start again').waitFor()
    expect(await field('Email address').inputValue()).toBe(address)
    expect(await visitor.axe()).toEqual([])
    await signIn(address)
    await visitor.isAt('/')
  })

  test('a person deletes the account, which is then unknown', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.open('/user')
    await button('Delete account').click()
    await button('Delete account').last().click()
    await expect.poll(() => field('to confirm').getAttribute('aria-invalid')).toBe('true')
    expect(await visitor.page.getByText('is missing').count()).toBe(0) // it says what to type instead
    await field('to confirm').fill('Delete account')
    await button('Delete account').last().click()
    await visitor.isAt('/')
    await visitor.open('/sign-in')
    await field('Email address').fill(address)
    await button('Continue').click()
    await visitor.page.getByText('No account').waitFor()
  })

  test('a person signs in with the keyboard only', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await visitor.page.getByLabel('Email address').waitFor()
    await visitor.page.keyboard.type(address)
    await visitor.page.keyboard.press('Enter')
    await field('Password').waitFor()
    await visitor.page.keyboard.type(password)
    await visitor.page.keyboard.press('Enter')
    await visitor.isAt('/')
  })

  test('a person is signed in by a password manager that fills both fields at once', async () => {
    await quickstart.signUp(visitor, address)
    await visitor.context.clearCookies()
    await visitor.open('/sign-in')
    await field('Email address').fill(address)
    await visitor.page.locator('input[name=password]').fill(password, { force: true })
    await button('Continue').click()
    await visitor.isAt('/')
  })
})
