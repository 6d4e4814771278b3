/** What each test of a journey begins with: the quickstart app, and one person with a browser and an address of their own. */
import type { BrowserContextOptions } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { startQuickstart } from './quickstart.js'
import type { Visitor, Visitors } from './visitors.js'

export let quickstart: Visitors
export let visitor: Visitor
export let address: string

/** Call it once in a test file: starts the app for the file and a person for each test, in whose pages nothing may go wrong. */
export function setUpJourneys(options?: BrowserContextOptions, env?: Record<string, string>): void {
  let count = 0

  beforeAll(async () => {
    quickstart = await startQuickstart(env)
  })
  afterAll(() => quickstart?.close())

  beforeEach(async () => {
    visitor = await quickstart.visitor(options)
    address = `person-${++count}@example.com`
  })
  afterEach(async () => {
    expect(visitor.faults).toEqual([])
    await visitor.close()
  })
}
