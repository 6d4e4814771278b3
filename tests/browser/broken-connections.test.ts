/** What people meet in each form when no answer comes, or one of something between them and the server. */
import { describe, expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'
import { password } from './visitors.js'

setUpJourneys()

const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: true })
const field = (name: string) => visitor.page.getByLabel(name, { exact: true })
const alert = (text: string) => visitor.page.getByRole('alert').filter({ hasText: text })
const heading = (name: string) => visitor.page.getByRole('heading', { name }).waitFor()

const html = { contentType: 'text/html', body: '<h1>Somebody else speaks</h1>' }

/** What stands in the way, and what the person reads. */
const obstacles = [
  ['a server that has enough', { status: 429, headers: { 'retry-after': '30' } }, 'Too many attempts. Try again in 30 seconds.'],
  [
    'a proxy whose server is down',
    { ...html, status: 502 },
    'The server cannot answer at the moment. Try again in a few minutes.',
  ],
  [
    'a maintenance page',
    { ...html, status: 503, headers: { 'retry-after': '300' } },
    'The server cannot answer at the moment. Try again in 5 minutes.',
  ],
  ['a network that wants a sign-in first', { ...html, status: 200 }, 'Does your network ask you to sign in to it?'],
  ['a fault of ours', { status: 500, json: { errors: [{ code: 'internal_clerk_error' }] } }, 'Something went wrong on our side.'],
] as const

interface FormOfAPage {
  open(): Promise<void>
  typed: Record<string, () => string>
  send: string
  done(): Promise<unknown>
}

const member = async (path: string) => {
  await quickstart.signUp(visitor, address)
  await visitor.open(path)
}

const forms: Record<string, FormOfAPage> = {
  'the first screen of a sign-in': {
    open: async () => {
      await quickstart.signUp(visitor, address)
      await visitor.context.clearCookies()
      await visitor.open('/sign-in')
    },
    typed: { 'Email address': () => address },
    send: 'Continue',
    done: () => heading('Enter your password'),
  },
  'the password of a sign-in': {
    open: async () => {
      await quickstart.signUp(visitor, address)
      await visitor.context.clearCookies()
      await visitor.open('/sign-in')
      await field('Email address').fill(address)
      await button('Continue').click()
    },
    typed: { Password: () => password },
    send: 'Sign in',
    done: () => visitor.isAt('/'),
  },
  'a sign-up': {
    open: () => visitor.open('/sign-up'),
    typed: { 'First name': () => 'Ada', 'Email address': () => address, Password: () => password },
    send: 'Create account',
    done: () => heading('Verify your email'),
  },
  'the names of a profile': {
    open: () => member('/user'),
    typed: { 'First name': () => 'Ada', 'Last name': () => 'Lovelace' },
    send: 'Save profile',
    done: () => heading('Ada Lovelace'),
  },
  'another address': {
    open: async () => {
      await member('/user')
      await button('Add an email address').click()
    },
    typed: { 'Email address': () => `second-${address}` },
    send: 'Add',
    done: () => field('Verification code').waitFor(),
  },
  'another password': {
    open: async () => {
      await member('/user')
      await button('Change password').click()
    },
    typed: { 'Current password': () => password, 'New password': () => 'another horse, another staple' },
    send: 'Save password',
    done: () => visitor.page.getByText('Your password is changed.').waitFor(),
  },
}

const isReady = async (name: string) => expect.poll(() => button(name).getAttribute('aria-disabled')).toBe('false')

describe.each(Object.entries(forms))('%s', (_name, { open, typed, send, done }) => {
  const isKept = async () => {
    for (const [label, text] of Object.entries(typed)) expect(await field(label).inputValue()).toBe(text())
  }
  const fillIn = async () => {
    await open()
    for (const [label, text] of Object.entries(typed)) await field(label).fill(text())
  }

  test('without a connection the form says so, keeps what was typed, and goes on once there is one', async () => {
    await fillIn()
    await visitor.context.setOffline(true)
    await button(send).click()
    await alert('You seem to be offline.').waitFor()
    await isReady(send)
    await isKept()
    await visitor.context.setOffline(false)
    await expect.poll(() => alert('offline').count()).toBe(0)
    await button(send).click()
    await done()
  })

  test('whatever answers in place of the server, the form says what to do, keeps what was typed, and can be sent again', async () => {
    await fillIn()
    for (const [who, answer, words] of obstacles) {
      await visitor.page.route(/\/__clerk\/v1\//, (route) => route.fulfill(answer))
      await button(send).click()
      await alert(words).waitFor()
      await isReady(send)
      await isKept()
      expect(
        visitor.faults.splice(0).filter((fault) => !/^50\d from/.test(fault)),
        who,
      ).toEqual([])
      await visitor.page.unroute(/\/__clerk\/v1\//)
    }
    await button(send).click()
    await done()
  })
})

test('a page that is opened while the server is down says so, and is there once the connection is', async () => {
  await quickstart.signUp(visitor, address) // who is new has nothing to ask the server for
  await visitor.page.route(/\/__clerk\/v1\//, (route) => route.abort())
  await visitor.open('/user')
  await alert('The server could not be reached.').waitFor()
  expect(await visitor.axe()).toEqual([])
  await visitor.page.unroute(/\/__clerk\/v1\//)
  await visitor.page.evaluate(`dispatchEvent(new Event('online'))`)
  await visitor.page.getByRole('heading', { name: address }).waitFor()
})
