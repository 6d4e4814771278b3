/** Milliseconds that requests about an address take with and without an account, in turn, where `enumerationProtection` is on. */
import { keepAlive, median, send, startSubject } from './processes.mjs'

// Of "correct horse battery staple"; parameters are those of our own digests, and those that most imports have.
const digests = {
  own: {
    password_hasher: 'argon2id',
    password_digest: '$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$OWBhPz8FRPY5yk6KcMgTQqFSBU8qQdIkSvqGeu+MZ5g',
  },
  imported: { password_hasher: 'bcrypt', password_digest: '$2b$10$N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy' },
}
const questions = {
  begin: {},
  password: { strategy: 'password', password: 'not the password' },
  reset: { strategy: 'reset_password_email_code' },
}

/** `pairs` requests of each kind for addresses with an account, and as many without. */
export async function hiddenAccounts(env, pairs) {
  const agent = keepAlive()
  const subject = await startSubject('frontdesk-standalone', { ...env, FRONTDESK_ENUMERATION_PROTECTION: 'true' })
  const kinds = Object.keys(digests)
  const host = `127.0.0.1:${subject.port}`
  const headers = { origin: `http://${host}`, host, 'content-type': 'application/x-www-form-urlencoded' }
  const ask = async (fields) => {
    const startedAt = performance.now()
    const { status } = await send({
      port: subject.port,
      agent,
      path: '/__clerk/v1/client/sign_ins',
      method: 'POST',
      headers,
      body: new URLSearchParams(fields).toString(),
    })
    if (status >= 500 || status === 429) throw new Error(`answered ${status}`)
    return performance.now() - startedAt
  }

  const figures = {}
  let made = 0
  for (const [question, fields] of Object.entries(questions)) {
    const known = []
    for (let index = 0; index < pairs; index++)
      known.push(await create(subject, agent, `known-${made++}@example.com`, kinds[index % 2]))
    const times = { 'an account': [], none: [] }
    for (const identifier of known) {
      const turn = [
        ['an account', identifier],
        ['none', identifier.replace('known', 'nobody')],
      ]
      if (Math.random() < 0.5) turn.reverse()
      for (const [kind, address] of turn) times[kind].push(await ask({ identifier: address, ...fields }))
    }
    for (const [kind, all] of Object.entries(times)) figures[`${question}, ${kind}`] = median(all.slice(pairs >> 3)) // the first are warming up
  }
  await subject.stop()
  return figures
}

async function create({ port, secretKey }, agent, address, kind) {
  const { status, text } = await send({
    port,
    agent,
    path: '/__clerk/api/v1/users',
    method: 'POST',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ email_address: [address], ...digests[kind] }),
  })
  if (status !== 200) throw new Error(`answered ${status}: ${text}`)
  return address
}
