/** Sign-ins per second with a password, and with a password and a code of an authenticator app, in turn: the second takes a request more. */
import { Secret, TOTP } from 'otpauth'
import { createFrontdesk } from '../../packages/server/entries/index.js'

const users = 16
const rounds = 24
const password = 'correct horse battery staple'
const totp = new TOTP({ secret: Secret.fromBase32('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') })

let ahead = 0 // a code works once: each round is in a step of its own
const now = () => Date.now() + ahead
const frontdesk = createFrontdesk({
  log: () => {},
  now,
  secondFactors: { totp: true },
  rateLimits: { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000 },
})
const { keys } = await frontdesk.ready()

async function ask(path, init, cookie) {
  const response = await frontdesk.fetch(
    new Request(`http://localhost/__clerk${path}`, {
      method: 'POST',
      ...init,
      headers: { origin: 'http://localhost', ...(cookie && { cookie }), ...init.headers },
    }),
  )
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  return { body: await response.json(), cookie: cookies.join('; ') }
}

const create = (email_address, fields) =>
  ask('/api/v1/users', {
    headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: [email_address], password, ...fields }),
  })

async function signIn(identifier, hasCode) {
  const fields = { identifier, password, strategy: 'password' }
  const { body, cookie } = await ask('/v1/client/sign_ins', { body: new URLSearchParams(fields) })
  if (!hasCode) return
  const code = { strategy: 'totp', code: totp.generate({ timestamp: now() }) }
  const path = `/v1/client/sign_ins/${body.response.id}/attempt_second_factor`
  await ask(path, { body: new URLSearchParams(code) }, cookie)
}

const kinds = { without: {}, with: { totp_secret: totp.secret.base32 } }
for (const [kind, fields] of Object.entries(kinds))
  for (let index = 0; index < users; index++) await create(`${kind}-${index}@example.com`, fields)

const took = { without: 0, with: 0 }
for (let round = -4; round < rounds; round++) {
  ahead += 30_000
  for (const kind of Object.keys(took)) {
    const startedAt = performance.now()
    await Promise.all(Array.from({ length: users }, (_, index) => signIn(`${kind}-${index}@example.com`, kind === 'with')))
    if (round >= 0) took[kind] += performance.now() - startedAt // the first are warming up
  }
}
const rate = (kind) => (users * rounds * 1000) / took[kind]
process.send({ figures: { without: rate('without'), with: rate('with') } })
process.on('SIGTERM', async () => {
  await frontdesk.close()
  process.exit()
})
