/** What people see and can do before the script has arrived, and that nothing moves once it has. */
import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys({ viewport: { width: 1280, height: 800 } })

const button = (name: string) => visitor.page.getByRole('button', { name })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
const focused = () => visitor.page.evaluate('document.activeElement.name')

/** What the browser asks the Frontend API for from now on. */
function callsOf(): string[] {
  const calls: string[] = []
  visitor.page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/__clerk/v1/')) calls.push(`${request.method()} ${pathname.slice('/__clerk/v1'.length)}`)
  })
  return calls
}

/** Holds back what the pattern matches until it is told to let it through. */
async function holdBack(pattern: string): Promise<() => void> {
  let letThrough = () => {}
  const told = new Promise<void>((resolve) => {
    letThrough = resolve
  })
  await visitor.page.route(pattern, async (route) => {
    await told
    await route.continue()
  })
  return letThrough
}

/** Opens a page and comes back as soon as it is drawn, without its script. */
async function openWithoutScript(path: string): Promise<() => void> {
  const sendScript = await holdBack('**/ui/assets/*.js')
  await visitor.page.goto(path, { waitUntil: 'commit' })
  return sendScript
}

/** The script tells screen readers where they are once it has taken over. */
const scriptTakesOver = (title: string) => visitor.page.getByRole('status').filter({ hasText: title }).waitFor()

test('who is new needs nothing but the page and its files', async () => {
  const calls = callsOf()
  for (const [path, title] of [
    ['/sign-in', 'Sign in to Quickstart'],
    ['/sign-up', 'Create your account'],
  ] as const) {
    await visitor.open(path)
    await scriptTakesOver(title)
    await visitor.page.waitForLoadState('networkidle')
  }
  expect(calls).toEqual([])
})

test('who has been here is asked for once, while the script is still on its way, and the environment never', async () => {
  await quickstart.signUp(visitor, address)
  const calls = callsOf()
  const sendScript = await openWithoutScript('/sign-in')
  await visitor.page.waitForResponse('**/v1/client?')
  sendScript()
  await visitor.page.getByRole('heading', { name: 'You are signed in' }).waitFor()
  await visitor.page.waitForLoadState('networkidle')
  expect(calls).toEqual(['GET /client'])
})

test('what is typed before the script arrives stays, and goes on', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  const sendScript = await openWithoutScript('/sign-in')
  await expect.poll(focused).toBe('identifier') // ready to type
  await visitor.page.keyboard.type(address)
  await visitor.page.evaluate('document.querySelector("[name=identifier]").isTheSame = true')
  sendScript()
  await scriptTakesOver('Sign in to Quickstart')
  expect(await field('Email address').inputValue()).toBe(address)
  expect(await visitor.page.evaluate('document.querySelector("[name=identifier]").isTheSame')).toBe(true)
  await button('Continue').click()
  await field('Password').waitFor()
})

test('what a password manager fills in before the script arrives signs in', async () => {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  const sendScript = await openWithoutScript('/sign-in')
  await button('Continue').waitFor()
  await visitor.page.evaluate(`
    document.querySelector('[name=identifier]').value = ${JSON.stringify(address)}
    document.querySelector('[name=password]').value = ${JSON.stringify(password)}
  `)
  sendScript()
  await scriptTakesOver('Sign in to Quickstart')
  await button('Continue').click()
  await visitor.isAt('/')
})

test('the script leaves the focus in the field that somebody has gone to', async () => {
  const sendScript = await openWithoutScript('/sign-up')
  await field('Email address').fill(address)
  await field('Password').click()
  await visitor.page.keyboard.type('correct horse ')
  sendScript()
  await scriptTakesOver('Create your account')
  expect(await focused()).toBe('password')
  await visitor.page.keyboard.type('battery staple')
  expect(await field('Password').inputValue()).toBe(password)
  expect(await field('Email address').inputValue()).toBe(address)
})

test('a form that is sent before the script arrives goes nowhere, and puts nothing into the address', async () => {
  const sendScript = await openWithoutScript('/sign-up')
  await field('Email address').fill(address)
  await field('Password').fill(password)
  await field('Password').press('Enter')
  await button('Create account').click()
  sendScript()
  await scriptTakesOver('Create your account')
  expect(new URL(visitor.page.url()).search).toBe('')
  expect(await field('Password').inputValue()).toBe(password)
})

test('each label and note belongs to the field that it belonged to before the script', async () => {
  const described = `[...document.querySelectorAll('form [id], form [for], form [aria-describedby]')].map(
    (element) => [element.tagName, element.id, element.htmlFor, element.getAttribute('aria-describedby')].join(' '))`
  const sendScript = await openWithoutScript('/sign-up')
  await button('Create account').waitFor()
  const drawn = await visitor.page.evaluate(described)
  sendScript()
  await scriptTakesOver('Create your account')
  await button('Create account').click() // draws all fields again, with their errors
  await expect.poll(() => field('Password').getAttribute('aria-invalid')).toBe('true')
  expect(await visitor.page.evaluate(described)).toEqual(drawn)
})

test.each([1280, 320])('the account page is framed where it will stand, %i pixels wide', async (width) => {
  await quickstart.signUp(visitor, address)
  await visitor.page.setViewportSize({ width, height: 800 })
  const tops = () =>
    visitor.page.evaluate(
      `[...document.querySelectorAll('.brand, .account-head, h2')].map((part) => part.getBoundingClientRect().top)`,
    ) as Promise<number[]> // the script answers with numbers
  const sendClient = await holdBack('**/v1/client?')
  const sendDevices = await holdBack('**/v1/me/sessions/active?*')
  await visitor.page.goto('/user', { waitUntil: 'domcontentloaded' }) // with its styles, for which scripts wait
  await visitor.page.getByRole('heading', { name: 'Accounts in this browser' }).waitFor()
  const framed = await tops()
  expect(framed).toHaveLength(7)
  sendClient()
  await visitor.page.getByRole('heading', { level: 1 }).waitFor()
  expect((await tops()).slice(0, 7)).toEqual(framed)
  sendDevices()
  await visitor.page.getByText('This device').waitFor()
  expect((await tops()).slice(0, 7)).toEqual(framed)
})

test('without JavaScript every page says so on its card, and shows no form that does nothing', async () => {
  const other = await quickstart.visitor({ javaScriptEnabled: false, viewport: { width: 320, height: 600 } })
  for (const path of ['/sign-in', '/sign-up', '/user', '/__frontdesk/inbox']) {
    await other.open(path)
    await other.page.getByRole('heading', { name: 'JavaScript is switched off' }).waitFor()
    expect(await other.page.getByRole('textbox').count(), path).toBe(0) // of those that are seen
    expect(await other.page.locator('.card:visible').count(), path).toBe(1)
  }
  await other.close()
})
