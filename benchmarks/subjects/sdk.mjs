/** Microseconds per decision of one SDK's middleware, called as Express calls it; by the clock, and of processor time. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { pageHeaders, sessionTokens, settings, signedInCookie } from '../tokens.mjs'

Object.assign(process.env, settings)
const { clerkMiddleware, getAuth } = await import(process.env.BENCH_SDK)
const deciding = clerkMiddleware()
const passing = (_request, _response, next) => next()
const socket = new Socket()

/** Node's own objects, with what Express adds to them and an SDK reads. */
function exchangeOf(headers) {
  const request = Object.assign(new IncomingMessage(socket), {
    method: 'GET',
    url: '/',
    originalUrl: '/',
    protocol: 'http',
    headers,
  })
  return [request, new ServerResponse(request)]
}

/** Microseconds per request, for as long as it is told. */
async function run(middleware, nextHeaders, seconds, check = () => {}) {
  let done = 0
  const usedBefore = process.cpuUsage()
  const startedAt = performance.now()
  while (performance.now() - startedAt < seconds * 1000) {
    for (let left = 50; left > 0; left--, done++) {
      const [request, response] = exchangeOf(nextHeaders())
      await new Promise((resolve, reject) => middleware(request, response, (error) => (error ? reject(error) : resolve())))
      check(request)
    }
  }
  const { user, system } = process.cpuUsage(usedBefore)
  return { wall: ((performance.now() - startedAt) * 1000) / done, cpu: (user + system) / done }
}

/** What the SDK adds to making a request, once the code is compiled. */
async function measure(nextHeaders, isSignedIn) {
  const check = (request) => {
    if (Boolean(getAuth(request).userId) !== isSignedIn) throw new Error(`Somebody should be signed in: ${isSignedIn}`)
  }
  await run(deciding, nextHeaders, 2, check)
  await run(passing, nextHeaders, 0.5)
  const whole = await run(deciding, nextHeaders, 1, check)
  const without = await run(passing, nextHeaders, 0.5)
  return { wall: whole.wall - without.wall, cpu: whole.cpu - without.cpu }
}

const cookies = sessionTokens(12_000).map((token) => Buffer.from(signedInCookie(token))) // more than are remembered
const withCookie = (index) => pageHeaders(cookies[index].latin1Slice()) // a text of its own, as it comes from a socket
let presented = 0

const figures = {
  repeated: await measure(() => withCookie(0), true),
  new: await measure(() => withCookie(presented++ % cookies.length), true),
  'signed out': await measure(() => pageHeaders(), false),
}
process.send({ figures })
process.on('SIGTERM', () => process.exit()) // until the measurement has been read
