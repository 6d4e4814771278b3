import { createPublicKey, type JsonWebKey, verify } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { freshDatabase } from '../../../../tests/environment/database.js'
import { createFrontdesk, type OwnFrontdesk } from '../server.js'
import type { Instance } from '../start/instance.js'
import { signSessionToken } from './session-token.js'

const minute = 60_000
const session = { id: 'sess_1', user_id: 'user_1', first_factor_verified_at: 0, second_factor_verified_at: null, tasks: '' }

describe('key rotation with two nodes on one PostgreSQL database', () => {
  let time = Date.UTC(2026, 0, 1)
  let drop: () => Promise<void>
  let nodes: OwnFrontdesk[]
  let a: Instance
  let b: Instance

  beforeAll(async () => {
    const database = await freshDatabase('postgres')
    drop = database.drop
    const options = {
      databaseUrl: database.url,
      encryptionKey: 'a key for tests, of 32 characters',
      log: () => {},
      now: () => time,
    }
    nodes = [createFrontdesk(options), createFrontdesk(options)]
    ;[a, b] = (await Promise.all(nodes.map((node) => node.ready()))) as [Instance, Instance]
  })
  afterAll(async () => {
    await Promise.all(nodes.map((node) => node.close()))
    await drop()
  })

  const kids = async (node: Instance) => (await node.keyRing.publicKeys()).map((key) => key.kid)
  const kidOf = (jwt: string): string => JSON.parse(Buffer.from(jwt.split('.')[0]!, 'base64url').toString()).kid

  /** As a verifier does that knows nothing but the key set of a node. */
  async function verifies(node: number, jwt: string): Promise<boolean> {
    const answer = await nodes[node]!.fetch(new Request('http://localhost/__clerk/.well-known/jwks.json'))
    const { keys } = (await answer.json()) as { keys: Array<JsonWebKey & { kid: string }> }
    const key = keys.find(({ kid }) => kid === kidOf(jwt))
    const [header, payload, signature] = jwt.split('.')
    return (
      key !== undefined &&
      verify(
        'RSA-SHA256',
        Buffer.from(`${header}.${payload}`),
        createPublicKey({ key, format: 'jwk' }),
        Buffer.from(signature!, 'base64url'),
      )
    )
  }

  test('nodes that start together have the same keys and publish nothing private', async () => {
    const [ofA, ofB] = await Promise.all([a, b].map((node) => signSessionToken(node, session, null)))
    expect(kidOf(ofA!)).toBe(kidOf(ofB!))
    expect(a.keys.publishableKey).toBe(b.keys.publishableKey)
    for (const key of await a.keyRing.publicKeys())
      expect(Object.keys(key).toSorted()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use'])
  })

  test('a new key is known everywhere before it signs, and an old one until its tokens are gone', async () => {
    const [old] = await kids(a)
    const fresh = await a.keyRing.rotate()
    expect(await kids(a)).toEqual([old, fresh])
    expect(kidOf(await signSessionToken(a, session, null))).toBe(old)

    time += minute + 1
    expect(await kids(b)).toEqual([old, fresh])

    let switched = 0
    for (let passed = 1; passed <= 25; passed++) {
      time += minute
      for (const [signer, node] of [a, b].entries()) {
        const jwt = await signSessionToken(node, session, null)
        expect(await verifies(1 - signer, jwt)).toBe(true)
        if (kidOf(jwt) === fresh) switched ||= passed
      }
    }
    expect(switched).toBe(9)
    expect(await kids(a)).toEqual([fresh])
    expect(await kids(b)).toEqual([fresh])
  })

  test('a token that a server asked to live for a day keeps its key published for that day', async () => {
    const long = await signSessionToken(a, session, null, 24 * 3600)
    const fresh = await b.keyRing.rotate()
    time += 23 * 60 * minute
    expect(kidOf(await signSessionToken(a, session, null))).toBe(fresh)
    expect(await verifies(0, long)).toBe(true)
    expect(await verifies(1, long)).toBe(true)
    time += 61 * minute
    expect(await kids(a)).toEqual([fresh])
    expect(await kids(b)).toEqual([fresh])
  })
})
