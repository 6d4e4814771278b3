/** What is kept of many tokens, each presented once. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pageHeaders, sessionTokens, settings, signedInCookie } from '../tokens.mjs'

Object.assign(process.env, settings)
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc')
const { clerkMiddleware, getAuth } = await import(process.env.BENCH_SDK)
const middleware = clerkMiddleware()

/** As the bytes of a request come in: a text of its own for each. */
function present(token) {
  const cookie = Buffer.from(signedInCookie(token)).toString()
  const request = { method: 'GET', url: '/', originalUrl: '/', headers: pageHeaders(cookie), socket: {} }
  middleware(request, {}, () => {})
  if (!getAuth(request).userId) throw new Error('A token was refused')
}

function megabytes() {
  collect()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}

present(sessionTokens(1)[0])
const before = megabytes()
for (let left = Number(process.env.BENCH_COUNT); left > 0; left -= 1_000) for (const token of sessionTokens(1_000)) present(token)
process.send({ figures: { 'frontdesk MB': megabytes() - before } })
process.on('SIGTERM', () => process.exit()) // until the measurement has been read
