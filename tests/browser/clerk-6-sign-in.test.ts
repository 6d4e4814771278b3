import { test } from 'vitest'
import { setUpClerkJourneys } from './clerk-journey.js'
import { signInWays } from './clerk-sign-in-ways.js'

setUpClerkJourneys()

test.each(Object.entries(signInWays))('somebody signs in with clerk-js 6 by %s', async (_, journey) => {
  await journey(6)
})
