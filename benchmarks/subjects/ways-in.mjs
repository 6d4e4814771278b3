/**
 * Sign-ins per second by each way in, in turn: by a password, by that and a code of an authenticator app, by a passkey, and by the way
 * back from a provider, which stands in a thread of its own and answers with an ID token.
 */
import { Worker } from 'node:worker_threads'
import { Secret, TOTP } from 'otpauth'
import { createFrontdesk } from '../../packages/server/entries/index.js'
import { newDevice } from './passkey-device.mjs'

const users = 16
const rounds = 24
const password = 'correct horse battery staple'
const origin = 'http://localhost'
const totp = new TOTP({ secret: Secret.fromBase32('JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP') })
const issuer = await new Promise((resolve) => new Worker(new URL('./provider.mjs', import.meta.url)).once('message', resolve))
const social = 'oauth_custom_acme'

let ahead = 0 // a code works once: each round is in a step of its own
const now = () => Date.now() + ahead
const frontdesk = createFrontdesk({
  log: () => {},
  now,
  publicUrl: origin,
  environment: 'production',
  notices: { newDevices: false }, // every sign-in is in a new browser, and no mail server stands here
  signIn: { passkey: true },
  secondFactors: { totp: true },
  outbound: { privateHosts: [new URL(issuer).host] },
  social: { custom_acme: { clientId: 'frontdesk', clientSecret: 'a secret', issuer } },
  rateLimits: { attemptsPerMinute: 1_000_000, messagesPerMinute: 1_000_000 },
})
const { keys } = await frontdesk.ready()

/** One call of a browser, whose cookies it keeps. */
async function ask(browser, path, fields) {
  const response = await frontdesk.fetch(
    new Request(`${origin}/__clerk/v1${path}`, {
      headers: { origin, ...(browser.cookie && { cookie: browser.cookie }) },
      ...(fields && { method: 'POST', body: new URLSearchParams(fields) }),
    }),
  )
  const text = await response.text()
  if (response.status >= 400) throw new Error(`${path} answered ${response.status}: ${text}`)
  const cookies = response.headers.getSetCookie().map((line) => line.split(';')[0])
  if (cookies.length > 0) browser.cookie = cookies.join('; ')
  return { location: response.headers.get('location'), body: text.startsWith('{') ? JSON.parse(text).response : null }
}

async function create(email_address, fields) {
  const response = await frontdesk.fetch(
    new Request(`${origin}/__clerk/api/v1/users`, {
      method: 'POST',
      headers: { authorization: `Bearer ${keys.secretKey.reveal()}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email_address: [email_address], password, ...fields }),
    }),
  )
  if (!response.ok) throw new Error(await response.text())
}

async function byPassword(identifier) {
  const browser = {}
  const { body } = await ask(browser, '/client/sign_ins', { identifier, password, strategy: 'password' })
  return { browser, path: `/client/sign_ins/${body.id}` }
}

/** At the provider a code is an account's name and the nonce that the ID token repeats. */
const returnFrom = (address, name) => {
  const { searchParams: asked } = new URL(address)
  const back = { state: asked.get('state'), iss: issuer, code: `${name} ${asked.get('nonce')}` }
  return `/oauth_callback?${new URLSearchParams(back)}`
}

/** What a user has, and how they sign in. */
const ways = {
  password: {
    prepare: (name) => create(`${name}@example.com`),
    enter: (name) => byPassword(`${name}@example.com`),
  },
  totp: {
    prepare: (name) => create(`${name}@example.com`, { totp_secret: totp.secret.base32 }),
    async enter(name) {
      const { browser, path } = await byPassword(`${name}@example.com`)
      const code = totp.generate({ timestamp: now() })
      return ask(browser, `${path}/attempt_second_factor`, { strategy: 'totp', code })
    },
  },
  passkey: {
    async prepare(name) {
      await create(`${name}@example.com`)
      const { browser } = await byPassword(`${name}@example.com`)
      const { id, verification } = (await ask(browser, '/me/passkeys', {})).body
      const device = newDevice(origin)
      const public_key_credential = device.make(verification.nonce)
      await ask(browser, `/me/passkeys/${id}/attempt_verification`, { strategy: 'passkey', public_key_credential })
      return device
    },
    async enter(_name, device) {
      const browser = {}
      const { id, first_factor_verification: asked } = (await ask(browser, '/client/sign_ins', { strategy: 'passkey' })).body
      const signed = { strategy: 'passkey', public_key_credential: device.sign(asked.nonce) }
      await ask(browser, `/client/sign_ins/${id}/attempt_first_factor`, signed)
    },
  },
  social: {
    async prepare(name) {
      const browser = {}
      const { verifications } = (await ask(browser, '/client/sign_ups', { strategy: social, redirect_url: '/' })).body
      await ask(browser, returnFrom(verifications.external_account.external_verification_redirect_url, name))
    },
    async enter(name) {
      const browser = {}
      const begun = await ask(browser, '/client/sign_ins', {
        strategy: social,
        redirect_url: '/',
        action_complete_redirect_url: '/in',
      })
      const address = begun.body.first_factor_verification.external_verification_redirect_url
      const { location } = await ask(browser, returnFrom(address, name))
      if (location !== '/in') throw new Error(`The callback led to ${location}`)
    },
  },
}

const names = (kind) => Array.from({ length: users }, (_, index) => `${kind}-${index}`)
const prepared = {}
for (const [kind, { prepare }] of Object.entries(ways)) prepared[kind] = await Promise.all(names(kind).map(prepare))

const took = Object.fromEntries(Object.keys(ways).map((kind) => [kind, 0]))
for (let round = -4; round < rounds; round++) {
  ahead += 30_000
  for (const [kind, { enter }] of Object.entries(ways)) {
    const startedAt = performance.now()
    await Promise.all(names(kind).map((name, index) => enter(name, prepared[kind][index])))
    if (round >= 0) took[kind] += performance.now() - startedAt // the first are warming up
  }
}
process.send({ figures: Object.fromEntries(Object.entries(took).map(([kind, ms]) => [kind, (users * rounds * 1000) / ms])) })
process.on('SIGTERM', async () => {
  await frontdesk.close()
  process.exit()
})
