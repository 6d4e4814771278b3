/** What a path tells an app's own guards, and what it tells us: both must read the same one. */
import { connect } from 'node:net'
import express5 from 'express'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Listening, listening } from '../../../../tests/environment/listening.js'
import { frontdesk } from '../express.js'
import { type TestServer, testServer } from '../testing/test-server.js'

// Express 4 under another name: its own types are those of Express 5 as far as these apps use them.
const { default: express4 } = (await import('express-4' as string)) as { default: typeof express5 }

/** Sends a request line that no HTTP client would. */
async function exchange(origin: string, line: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1')
  socket.end(`${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`)
  let answer = ''
  for await (const chunk of socket.setEncoding('utf8')) answer += chunk
  return answer
}

const otherReadings = [
  '/__clerk/../__frontdesk/inbox/messages',
  '/__clerk/%2e%2e/__frontdesk/inbox/messages',
  '/__clerk/..%2f__frontdesk/inbox/messages',
  '/__clerk\\..\\__frontdesk\\inbox\\messages',
  '/sign-in/../__frontdesk/inbox/messages',
  '/__frontdesk/./inbox/messages',
  '/__frontdesk//inbox/messages',
  '//__frontdesk/inbox/messages',
  '/__frontdesk/inbox%2fmessages',
  '/__frontdesk/inbox/messages#',
  '/__clerk/v1/../api/v1/jwks',
  '/__clerk/./api/v1/jwks',
  '/__clerk/.%2E/__clerk/api/v1/jwks',
  '/__clerk//api/v1/jwks',
  '/__clerk/api/v1/jwks//',
  '/__clerk/api%2fv1/jwks',
  '/__clerk\\api/v1/jwks',
  '/__clerk/%61pi/v1/jwks',
  '/user/../__clerk/api/v1/jwks',
  'http://localhost/__clerk/./api/v1/jwks',
]

describe.each([
  ['Express 5', express5],
  ['Express 4', express4],
])('attack: a path is written in another way, past the guards of an app on %s', (_, express) => {
  let embedded: ReturnType<typeof frontdesk>
  let server: Listening
  let seen: number

  beforeAll(async () => {
    embedded = frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log: () => {} })
    await embedded.server.ready()
    const app = express()
    for (const path of ['/__frontdesk', '/__clerk/api']) app.use(path, (_request, response) => void response.sendStatus(403))
    app.use('/__clerk/v1/client/sign_ins', (_request, _response, next) => {
      seen += 1
      next()
    })
    app.use(embedded)
    app.use((_request, response) => void response.status(404).send('the app'))
    server = await listening(app)
  })
  afterAll(async () => {
    await server.close()
    await embedded.server.close()
  })

  test.each(otherReadings)('attack: the path %s slips past the guards of an app', async (path) => {
    expect(await exchange(server.origin, `GET ${path}`)).toMatch(
      /^HTTP\/1\.1 (403|404) (?![\s\S]*("data"|secret|authorization))/i,
    )
  })

  test.each(['/__frontdesk/inbox/messages', '/__clerk/api/v1/jwks', 'http://localhost/__clerk/api/v1/jwks'])(
    'the plain path %s is closed by the guards of an app',
    async (path) => {
      expect(await exchange(server.origin, `GET ${path}`)).toMatch(/^HTTP\/1\.1 403 /)
    },
  )

  test.each(['/__clerk/./v1/client/sign_ins', '/__clerk/v1/x/../client/sign_ins', '/__clerk/v1//client/sign_ins'])(
    'a limiter of the app counts every call that is answered, and %s is not answered',
    async (path) => {
      seen = 0
      expect(await exchange(server.origin, `POST ${path}`)).toMatch(/^HTTP\/1\.1 404 /)
      expect(await exchange(server.origin, 'POST /__clerk/v1/client/sign_ins')).toMatch(/^HTTP\/1\.1 200 /)
      expect(seen).toBe(1)
    },
  )
})

describe('standalone, and by fetch', () => {
  let desk: TestServer
  let server: Listening
  beforeAll(async () => {
    desk = await testServer('sqlite')
    server = await listening(desk.frontdesk.listener)
  })
  afterAll(async () => {
    await server.close()
    await desk.close()
  })

  test.each(otherReadings)('a standalone server answers 404 at %s', async (path) => {
    expect(await exchange(server.origin, `GET ${path}`)).toMatch(/^HTTP\/1\.1 404 /)
  })

  test.each(['/__clerk//v1/client', '/__clerk/v1%2fclient', '/__clerk/v1/%5cclient'])(
    'a call by fetch is answered 404 at %s',
    async (path) => {
      expect((await desk.request(path)).status).toBe(404)
    },
  )

  test('plain paths are answered, also in the form that proxies send', async () => {
    for (const path of ['/__clerk/v1/client', 'http://localhost/__clerk/v1/client', '/__clerk/v1/client?x=/../%2e//'])
      expect(await exchange(server.origin, `GET ${path}`)).toMatch(/^HTTP\/1\.1 200 /)
  })
})
