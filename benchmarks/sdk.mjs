/** The SDK beside Clerk's: decisions in process, requests over HTTP, and the memory of many tokens. */
import { verify } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { keepAlive, rate, send, startSubject } from './processes.mjs'
import { pageHeaders, publicKey, sessionTokens, settings, signedInCookie } from './tokens.mjs'

const ours = fileURLToPath(new URL('../packages/express/dist/index.js', import.meta.url))
const sdks = [
  ['frontdesk', ours],
  ['clerk', '@clerk/express'],
]

/** Microseconds per decision, by the clock and of processor time, beside those of the signature alone. */
export async function decisions() {
  const measured = { 'verify µs': signatureMicroseconds() }
  for (const [name, sdk] of sdks) {
    const subject = await startSubject('sdk', { BENCH_SDK: sdk })
    for (const [kind, { wall, cpu }] of Object.entries(subject.figures)) {
      measured[`${name} ${kind} µs`] = wall
      measured[`${name} ${kind} cpu µs`] = cpu
    }
    await subject.stop()
  }
  return measured
}

function signatureMicroseconds() {
  const signed = sessionTokens(1_000).map((token) => {
    const end = token.lastIndexOf('.')
    return [Buffer.from(token.slice(0, end)), Buffer.from(token.slice(end + 1), 'base64url')]
  })
  for (const [content, signature] of signed) verify('RSA-SHA256', content, publicKey, signature)
  const startedAt = performance.now()
  for (const [content, signature] of signed) verify('RSA-SHA256', content, publicKey, signature)
  return ((performance.now() - startedAt) * 1000) / signed.length
}

/** Requests per second of an Express app that answers with the user's id: without an SDK, with ours, with Clerk's. */
export async function overHttp() {
  const tokens = sessionTokens(12_000) // more than are remembered: taken in turn, each is new when it comes again
  const cookies = tokens.map((token) => pageHeaders(signedInCookie(token)))
  const bearer = { ...pageHeaders(), authorization: `Bearer ${tokens[0]}` }
  const signedOut = pageHeaders()
  /** What the next request of each kind carries; each app is sent the tokens in a turn of its own. */
  const headersOfKinds = () => {
    let presented = 0
    return {
      repeated: () => cookies[0],
      new: () => cookies[presented++ % cookies.length],
      bearer: () => bearer,
      'signed out': () => signedOut,
    }
  }
  const apps = []
  for (const [name, sdk] of [['express', ''], ...sdks]) {
    const subject = await startSubject('sdk-app', { ...settings, BENCH_SDK: sdk })
    const agent = keepAlive()
    const headers = headersOfKinds()
    const load = (kind, seconds) =>
      rate(() => send({ port: subject.port, agent, path: '/', headers: headers[kind]() }), { seconds, concurrency: 32 })
    apps.push({ name, load, stop: () => agent.close().then(subject.stop) })
  }
  const kinds = Object.keys(headersOfKinds())
  for (const kind of kinds) await inSlices(apps, kind, 2) // until the code is compiled
  const measured = {}
  for (const kind of kinds)
    for (const [name, perSecond] of await inSlices(apps, kind, 3)) measured[`${name} ${kind}/s`] = perSecond
  for (const { stop } of apps) await stop()
  return measured
}

const sliceSeconds = 0.25

/** Each app's mean rate over slices that rotate among the apps: the machine drifts by more than what is compared, and so hits all alike. */
async function inSlices(apps, kind, seconds) {
  const turns = seconds / sliceSeconds
  const sums = Object.fromEntries(apps.map(({ name }) => [name, 0]))
  for (let turn = 0; turn < turns; turn++)
    for (let place = 0; place < apps.length; place++) {
      const { name, load } = apps[(turn + place) % apps.length]
      sums[name] += await load(kind, sliceSeconds)
    }
  return Object.entries(sums).map(([name, sum]) => [name, sum / turns])
}

/** Megabytes that 100,000 tokens leave behind once each was presented, and those of an SDK that has seen one. */
export async function memory() {
  const subject = await startSubject('sdk-memory', { BENCH_SDK: ours, BENCH_COUNT: '100000' })
  await subject.stop()
  return subject.figures
}
