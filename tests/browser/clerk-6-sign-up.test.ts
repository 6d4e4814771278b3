/** Ways to become a member by clerk-js 6 with @clerk/ui, and what keeps people from it. */
import { expect, test } from 'vitest'
import { testCode } from './clerk-front-end.js'
import {
  address,
  button,
  field,
  frontEnd,
  givePassword,
  goOn,
  heading,
  isSignedIn,
  link,
  localNumber,
  setUpClerkJourneys,
  type,
  visitor,
} from './clerk-journey.js'
import { password } from './visitors.js'

setUpClerkJourneys()

const open = (search = '') => visitor.open(`/6/SignUp${search}`)
const me = (expression: string) => visitor.page.evaluate(`Clerk.user.${expression}`)
const backend = async (method: string, path: string, body?: object) => {
  const answer = await frontEnd.desk.backend(method, path, body)
  expect(answer.status).toBe(200)
  return answer.body
}
const typeMailedCode = async () => {
  await heading('Verify your email')
  await type(await frontEnd.desk.mailbox.lastCode(address))
}

test('clerk-js 6 signs somebody up with a username, a name and the consent that is asked for', async () => {
  await frontEnd.settings({
    attributes: { username: 'required', first_name: 'required' },
    branding: { terms_url: '/terms', privacy_url: '/privacy' },
    legal: { consent_required: true },
  })
  await open()
  await field('firstName').fill('Ada')
  await field('username').fill('ada_lovelace')
  await field('emailAddress').fill(address)
  await field('password').fill(password)
  await field('legalAccepted').check()
  await goOn()
  await typeMailedCode()
  await isSignedIn()
  await visitor.open('/6/UserButton')
  await visitor.page.waitForFunction('window.Clerk?.user')
  expect(await me('username')).toBe('ada_lovelace')
  expect(await me('legalAcceptedAt !== null')).toBe(true)
})

test('clerk-js 6 signs somebody up by phone', async () => {
  await frontEnd.settings({
    attributes: { email_address: 'optional', phone_number: 'required' },
    sign_in: { phone_code: true },
    sign_up: { password: 'optional' },
  })
  await open()
  await field('phoneNumber').fill(localNumber())
  await goOn()
  await heading('Verify your phone')
  await type(testCode)
  await isSignedIn()
})

test('clerk-js 6 signs somebody up by a link by mail', async () => {
  await frontEnd.settings({ sign_in: { email_code: false, email_link: true } })
  await open()
  await field('emailAddress').fill(address)
  await givePassword(password)
  await heading('Verify your email')
  await button(/Didn't receive a link/).waitFor()
  const tab = await visitor.context.newPage()
  await tab.goto(await frontEnd.linkFor(address))
  await tab.waitForURL(`${frontEnd.origin}/`)
})

test('clerk-js 6 lets nobody sign up where that is restricted, but for who was invited', async () => {
  await frontEnd.settings({ sign_up: { mode: 'restricted' } })
  await open()
  await heading('Access restricted')
  await backend('POST', '/invitations', { email_address: address, redirect_url: `${frontEnd.origin}/6/SignUp` })
  await visitor.open(await frontEnd.linkFor(address))
  await givePassword(password)
  await isSignedIn()
})

test('clerk-js 6 puts somebody on the waitlist, who signs up once they are invited', async () => {
  await frontEnd.settings({ sign_up: { mode: 'waitlist' } })
  await visitor.open('/6/SignIn')
  await link('Join waitlist').click()
  await field('emailAddress').fill(address)
  await button('Join the waitlist').click()
  await heading('Thanks for joining the waitlist!')
  const { data } = await backend('GET', `/waitlist_entries?query=${address}`)
  await backend('POST', `/waitlist_entries/${data[0].id}/invite`, {})
  const ticket = new URL(await frontEnd.linkFor(address)).searchParams.get('ticket') // the link leads to our own page
  await open(`?__clerk_ticket=${ticket}`)
  await givePassword(password)
  await isSignedIn()
})

test('clerk-js 6 signs in by username', async () => {
  await frontEnd.settings({ attributes: { username: 'optional' }, sign_in: { email_code: false } })
  await frontEnd.person({ email_address: [address], username: 'grace_hopper' })
  await visitor.open('/6/SignIn')
  await field('identifier').fill('grace_hopper')
  await goOn()
  await givePassword(password)
  await isSignedIn()
})
