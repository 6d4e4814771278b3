/** What each test of a journey through Clerk's own front end begins with: one server for the file, and one person with a browser. */
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import type { FrontdeskOptions } from '../../packages/server/src/start/frontdesk-options.js'
import { type ClerkFrontEnd, startClerkFrontEnd } from './clerk-front-end.js'
import type { Visitor } from './visitors.js'

export let frontEnd: ClerkFrontEnd
export let visitor: Visitor
/** Of this person alone. */
export let address: string
export let number: string

/** Call it once in a test file. */
export function setUpClerkJourneys(options?: FrontdeskOptions): void {
  let count = 9

  beforeAll(async () => {
    frontEnd = await startClerkFrontEnd(options)
  })
  afterAll(() => frontEnd?.close())

  beforeEach(async () => {
    visitor = await frontEnd.visitor()
    address = `person-${++count}@example.com`
    number = `+120155501${count}`
  })
  afterEach(async () => {
    expect(visitor.faults).toEqual([])
    await visitor.close()
  })
}

export const button = (name: string | RegExp) => visitor.page.getByRole('button', { name, exact: true })
export const link = (name: string) => visitor.page.getByRole('link', { name, exact: true })
export const field = (name: string) => visitor.page.locator(`input[name=${name}]`)
export const goOn = () => button('Continue').click()
export const type = (code: string) => visitor.page.keyboard.type(code)
export const heading = (name: string | RegExp) => visitor.page.getByRole('heading', { name }).waitFor()
/** Without its country, which the field has. */
export const localNumber = () => number.replace('+1', '')

/** The first step of signing in. */
export async function giveIdentifier(identifier: string): Promise<void> {
  await field('identifier').fill(identifier)
  await goOn()
}

export async function givePassword(password: string): Promise<void> {
  await field('password').fill(password)
  await goOn()
}

/** The page behind the sign-in. */
export const isSignedIn = () => visitor.isAt('/')
