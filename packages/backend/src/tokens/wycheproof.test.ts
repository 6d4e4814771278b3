/**
 * Project Wycheproof's vectors for JSON web signatures, as far as their keys are RSA (see `vectors/README.md`). What they sign is mostly no
 * claims but text such as `foo`, which alone would refuse them: so the check of the signature is tried without the parsing of the claims.
 */
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { verifyJwt } from '../jwt.js'
import { parseJwt } from './parse-jwt.js'
import { type Jwk, keyFromJwk } from './verification-keys.js'
import { verifySignature } from './verify-signature.js'

interface Vector {
  tcId: number
  comment: string
  jws: string | object
  result: 'valid' | 'invalid'
  flags: string[]
}

const groups = JSON.parse(readFileSync(new URL('vectors/json-web-signature-rsa.json', import.meta.url), 'utf8')) as Array<{
  comment: string
  public: Jwk
  tests: Vector[]
}> // as the file's schema says

const cases = groups.flatMap(({ comment, public: key, tests }) =>
  tests.map((vector) => ({
    ...vector,
    key,
    jws: typeof vector.jws === 'string' ? vector.jws : JSON.stringify(vector.jws),
    name: `${vector.tcId} (${comment}): ${vector.comment}`,
  })),
)
const ours = cases.filter(({ key }) => /^RS(256|384|512)$/.test(key.alg ?? 'RS256'))
const valid = ({ result }: { result: string }) => result === 'valid'

/** Why the signature does not hold, by our rules for form, key and algorithm; null when it holds. */
async function refusal(jws: string, key: Jwk): Promise<string | null> {
  const [header = '', payload = '', signature = ''] = jws.split('.')
  try {
    // Other claims in the same form: header, signature and the number of parts are the vector's.
    const jwt = parseJwt([header, Buffer.from('{}').toString('base64url'), ...jws.split('.').slice(2)].join('.'))
    verifySignature(
      { ...jwt, signedContent: `${header}.${payload}`, signature: Buffer.from(signature, 'base64url') },
      await keyFromJwk(key).find(''),
    )
    return null
  } catch (error) {
    return (error as { reason: string }).reason
  }
}

describe('of the vectors with RSA keys', () => {
  test('there are 318, of which 16 are valid signatures of algorithms that session tokens have', () => {
    expect(cases).toHaveLength(318)
    expect(ours.filter(valid)).toHaveLength(16)
  })

  test.each(ours.filter(valid))('the valid $name holds', async ({ jws, key }) => {
    expect(await refusal(jws, key)).toBeNull()
  })

  test.each(cases.filter(valid).filter((vector) => !ours.includes(vector)))(
    'the valid $name is refused, as PS256 and its kin are no algorithms of session tokens',
    async ({ jws, key }) => {
      expect(await refusal(jws, key)).toBe('token-invalid-algorithm')
    },
  )

  test.each(cases.filter((vector) => !valid(vector)))('the invalid $name is refused', async ({ jws, key }) => {
    expect(await refusal(jws, key)).not.toBeNull()
    await expect(verifyJwt(jws, { key })).rejects.toMatchObject({ name: 'TokenVerificationError' })
  })

  test('336, an RS512 signature for a key of PS512, is refused; @clerk/backend 3.25 takes that signature for good', async () => {
    const { jws, key } = cases.find(({ tcId }) => tcId === 336)!
    expect([key.alg, JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString()).alg]).toEqual(['PS512', 'RS512'])
    expect(await refusal(jws, key)).toBe('token-verification-failed')
  })
})
