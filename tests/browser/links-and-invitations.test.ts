/** Links in mail, invitations and the waitlist, each with two browsers where two people or devices are in it. */
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FrontdeskMiddleware, frontdesk } from '../../packages/server/src/express.js'
import type { Instance } from '../../packages/server/src/start/instance.js'
import { unlimited } from '../../packages/server/src/testing/test-server.js'
import { password, type Visitor, type Visitors, visitorsOf } from './visitors.js'

let desk: FrontdeskMiddleware
let server: Server
let quickstart: Visitors
let visitor: Visitor
let address: string
let people = 0

beforeAll(async () => {
  desk = frontdesk({
    databaseUrl: 'sqlite::memory:',
    encryptionKey: 'a key for tests, of 32 characters',
    environment: 'development',
    signIn: { emailLink: true },
    emailLink: { requireSameClient: false },
    rateLimits: unlimited,
    log: () => {},
  })
  const app = express()
  app.use(desk)
  app.get('/', (_, res) => void res.send('<title>Home</title>'))
  server = createServer(app).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  quickstart = await visitorsOf(`http://localhost:${(server.address() as AddressInfo).port}`) // it listens on a port
})
afterAll(async () => {
  await quickstart?.close()
  server?.closeAllConnections()
  server?.close()
  await desk?.server.close()
})
beforeEach(async () => {
  visitor = await quickstart.visitor()
  address = `person-${++people}@example.com`
})
afterEach(async () => {
  expect(visitor.faults).toEqual([])
  await visitor.close()
})

async function backend(method: string, path: string, body?: object) {
  const { keys } = (await desk.server.ready()) as Instance
  const answer = await fetch(`${quickstart.origin}/__clerk/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  })
  expect(answer.status).toBe(200)
  return answer.json()
}

/** Signs up, forgets it, and asks for a link to sign in again. */
async function askForLink(): Promise<void> {
  await quickstart.signUp(visitor, address)
  await visitor.context.clearCookies()
  await visitor.open('/sign-in')
  await visitor.page.getByLabel('Email address').fill(address)
  await visitor.page.getByRole('button', { name: 'Continue' }).click()
  await visitor.page.getByRole('link', { name: 'Use another method' }).click()
  await visitor.page.getByRole('link', { name: /Email a link/ }).click()
  await visitor.page.getByRole('button', { name: /Resend link/ }).waitFor()
  expect(await visitor.axe()).toEqual([])
}

/** Somebody with another browser, in whose pages nothing may go wrong either. */
async function elsewhere(go: (other: Visitor) => Promise<void>): Promise<void> {
  const other = await quickstart.visitor()
  await go(other)
  expect(other.faults).toEqual([])
  await other.close()
}

test('a link is followed in another tab of the same browser, and both go on', async () => {
  await askForLink()
  const tab = await visitor.context.newPage()
  await tab.goto(await quickstart.linkFor(address))
  await tab.waitForURL(`${quickstart.origin}/`)
  await visitor.isAt('/')
})

test('a link is confirmed on another device, and the first one goes on', async () => {
  await askForLink()
  await elsewhere(async (phone) => {
    await phone.open(await quickstart.linkFor(address))
    await phone.page.getByRole('heading', { name: 'Is this you?' }).waitFor()
    expect(await phone.axe()).toEqual([])
    await phone.page.getByRole('button', { name: 'Yes, that was me' }).click()
    await phone.page.getByRole('heading', { name: 'Your address is confirmed' }).waitFor()
    expect(await phone.axe()).toEqual([])
    await phone.open('/sign-in')
    await phone.page.getByLabel('Email address').waitFor()
  })
  await visitor.isAt('/')
})

test('an invitation is accepted in one browser, and leads to sign-in in another', async () => {
  await backend('PATCH', '/instance/settings', { sign_up: { mode: 'restricted' } })
  await visitor.open('/sign-up')
  await visitor.page.getByRole('heading', { name: 'Sign-ups are closed' }).waitFor()
  await visitor.open('/sign-in')
  await visitor.page.getByLabel('Email address').waitFor()
  expect(await visitor.page.getByRole('link', { name: 'Sign up' }).count()).toBe(0)

  await backend('POST', '/invitations', { email_address: address })
  const link = await quickstart.linkFor(address)
  await visitor.open(link)
  await visitor.page.getByText(address).waitFor()
  expect(await visitor.axe()).toEqual([])
  await visitor.page.getByLabel('Password').fill(password)
  await visitor.page.getByRole('button', { name: 'Create account' }).click()
  await visitor.isAt('/')

  await elsewhere(async (other) => {
    await other.open(link)
    await other.page.getByText('This invitation was accepted already').waitFor()
    await other.page.getByLabel('Email address').waitFor()
  })
  await backend('PATCH', '/instance/settings', { sign_up: { mode: null } })
})

test('who waits is invited, and signs up', async () => {
  await backend('PATCH', '/instance/settings', { sign_up: { mode: 'waitlist' } })
  await visitor.open('/sign-in')
  await visitor.page.getByRole('link', { name: 'Join the waitlist' }).click()
  await visitor.page.getByLabel('Email address').fill(address)
  expect(await visitor.axe()).toEqual([])
  await visitor.page.getByRole('button', { name: 'Join the waitlist' }).click()
  await visitor.page.getByRole('heading', { name: 'You are on the list' }).waitFor()
  expect(await visitor.axe()).toEqual([])

  const { data } = (await backend('GET', `/waitlist_entries?query=${address}`)) as { data: Array<{ id: string }> } // as the Backend API answers
  await backend('POST', `/waitlist_entries/${data[0]!.id}/invite`, {})
  await visitor.open(await quickstart.linkFor(address))
  await visitor.page.getByLabel('Password').fill(password)
  await visitor.page.getByRole('button', { name: 'Create account' }).click()
  await visitor.isAt('/')
  await backend('PATCH', '/instance/settings', { sign_up: { mode: null } })
})
