/** The server as `frontdesk start` runs it, with rate limits out of the way and a clock that may be ahead; it is killed, not stopped. */
import { createServer } from 'node:http'
import { createFrontdesk } from 'frontdesk'

const { PORT, CLOCK_AHEAD_MS = '0' } = process.env

const frontdesk = createFrontdesk({
  environment: 'development',
  rateLimits: { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000, codesPerRecipientPerMinute: 1_000_000 },
  log: () => {},
  now: () => Date.now() + Number(CLOCK_AHEAD_MS),
})
await frontdesk.ready()
createServer(frontdesk.listener).listen(Number(PORT), '127.0.0.1')
