import { expect, test } from 'vitest'
import { address, quickstart, setUpJourneys, visitor } from './journey.js'

setUpJourneys({ viewport: { width: 1280, height: 800 } })

/** What the browser asks the Frontend API for from now on. */
function callsOf(): string[] {
  const calls: string[] = []
  visitor.page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/__clerk/v1/')) calls.push(`${request.method()} ${pathname.slice('/__clerk/v1'.length)}`)
  })
  return calls
}

test('who is new needs nothing but the page and its files', async () => {
  const calls = callsOf()
  for (const path of ['/sign-in', '/sign-up']) {
    await visitor.open(path)
    await visitor.page.getByLabel('Email address').waitFor()
    await visitor.page.waitForLoadState('networkidle')
  }
  expect(calls).toEqual([])
})

test('who has been here is asked for once, and the environment never', async () => {
  await quickstart.signUp(visitor, address)
  const calls = callsOf()
  await visitor.open('/sign-in')
  await visitor.page.getByRole('heading', { name: 'You are signed in' }).waitFor()
  await visitor.page.waitForLoadState('networkidle')
  expect(calls).toEqual(['GET /client'])
})
