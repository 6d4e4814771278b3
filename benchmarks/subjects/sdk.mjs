/** Microseconds per decision of one SDK's middleware, called as Express calls it; by the clock, and of processor time. */
import { IncomingMessage, ServerResponse } from 'node:http'
import { Socket } from 'node:net'
import { pageHeaders, sessionTokens, settings, signedInCookie } from '../tokens.mjs'

Object.assign(process.env, settings)
const { clerkMiddleware, getAuth } = await import(process.env.BENCH_SDK)
const count = Number(process.env.BENCH_COUNT)
const middleware = clerkMiddleware()

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
const socket = new Socket()

const decided = ([request, response]) =>
  new Promise((resolve, reject) => {
    middleware(request, response, (error) => (error ? reject(error) : resolve(getAuth(request).userId)))
  })

/** A few hundred requests at a time: more would be measured as garbage of ours. */
async function measure(headers, isSignedIn) {
  const total = { wall: 0, cpu: 0 }
  for (let first = 0; first < headers.length; first += 250) {
    const exchanges = headers.slice(first, first + 250).map(exchangeOf)
    const usedBefore = process.cpuUsage()
    const startedAt = performance.now()
    for (const exchange of exchanges)
      if (Boolean(await decided(exchange)) !== isSignedIn) throw new Error(`Somebody should be signed in: ${isSignedIn}`)
    total.wall += (performance.now() - startedAt) * 1000
    const { user, system } = process.cpuUsage(usedBefore)
    total.cpu += user + system
  }
  return { wall: total.wall / headers.length, cpu: total.cpu / headers.length }
}

const signedIn = (token) => pageHeaders(signedInCookie(token))
const signedOut = pageHeaders()
const tokens = sessionTokens(count + 500)

for (let round = 0; round < 4; round++) await measure(Array(2_000).fill(signedIn(tokens[0])), true) // until the code is compiled
await measure(tokens.slice(0, 500).map(signedIn), true)
const figures = {
  repeated: await measure(Array(count).fill(signedIn(tokens[0])), true),
  new: await measure(tokens.slice(500).map(signedIn), true),
}
await measure(Array(2_000).fill(signedOut), false)
figures['signed out'] = await measure(Array(count).fill(signedOut), false)
process.send({ figures })
process.on('SIGTERM', () => process.exit()) // until the measurement has been read
