/** The server as `frontdesk start` runs it, with rate limits out of the way; it is killed, not stopped. */
import { createServer } from 'node:http'
import { createFrontdesk, nodeListener } from 'frontdesk'

const frontdesk = createFrontdesk({
  environment: 'development',
  rateLimits: { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000 },
  log: () => {},
})
await frontdesk.ready()
createServer(nodeListener(frontdesk.fetch)).listen(Number(process.env.PORT), '127.0.0.1')
