/** The server on its own, as `frontdesk start` runs it, with limits out of the way and test codes on. */
import { createServer } from 'node:http'
import { createFrontdesk } from '../../packages/server/entries/index.js'

const frontdesk = createFrontdesk({
  log: () => {},
  rateLimits: { attemptsPerMinute: 1e9, messagesPerMinute: 1e9 },
  environment: 'development',
})
const { secretKey } = await frontdesk.ready().then((instance) => instance.keys)
const server = createServer(frontdesk.listener).listen(0, '127.0.0.1', () =>
  process.send({ port: server.address().port, secretKey: secretKey.reveal() }),
)
