import { test } from 'vitest'
import { setUpClerkJourneys } from './clerk-journey.js'
import { signInWays } from './clerk-sign-in-ways.js'

setUpClerkJourneys()

/** Password and code by mail are in `clerk-js.test.ts`. */
const ways = [
  'a code by text message',
  'a passkey, at the button and by what the browser fills in',
  'a ticket',
  'a new password, after a code by mail',
]

test.each(ways)('somebody signs in with clerk-js 5 by %s', async (name) => {
  await signInWays[name]!(5)
})
