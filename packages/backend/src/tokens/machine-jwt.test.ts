import { describe, expect, test } from 'vitest'
import { now, pem, stranger, token } from '../testing/desk.js'
import { type MachineRules, verifyM2MJwt, verifyOAuthJwt } from './machine-jwt.js'
import { keyFromPem } from './verification-keys.js'

const keys = keyFromPem(pem)
const noSession = { sid: undefined, nbf: undefined }

const ofMachine = (claims: object = {}, header: object = {}, key?: typeof stranger.privateKey) =>
  token({ ...noSession, sub: 'mch_1', jti: 'mt_1', ...claims }, { cat: 'cl_B7d4PD333AAA', ...header }, key)
const ofOAuth = (claims: object = {}, header: object = {}, key?: typeof stranger.privateKey) =>
  token({ ...noSession, client_id: 'client_1', jti: 'oat_1', scope: 'email', ...claims }, { typ: 'at+jwt', ...header }, key)

type Fault = [what: string, token: string, fault: string, rules?: MachineRules]

describe("a machine's JWT", () => {
  test.each([
    ['of its category', ofMachine()],
    ['of no category', ofMachine({}, { cat: undefined })],
    ['of no type', ofMachine({}, { typ: undefined })],
    ['late by less than clocks may differ', ofMachine({ exp: now - 3 })],
  ])("a machine's JWT is taken: %s", async (_, jwt) => {
    expect(await verifyM2MJwt(jwt, keys, {})).toMatchObject({ sub: 'mch_1', jti: 'mt_1' })
  })

  test.each<Fault>([
    ["a user's subject", ofMachine({ sub: 'user_1' }), 'token-verification-failed'],
    ['no subject', ofMachine({ sub: undefined }), 'token-verification-failed'],
    ["a session's category", ofMachine({}, { cat: 'cl_B7d4PD111AAA' }), 'token-invalid'],
    ["a template's category", ofMachine({}, { cat: 'cl_B7d4PD222AAA' }), 'token-invalid'],
    ['an unheard-of category', ofMachine({}, { cat: 'x' }), 'token-invalid'],
    ["OAuth's type", ofMachine({}, { typ: 'at+jwt' }), 'token-invalid'],
    ["a stranger's key", ofMachine({}, {}, stranger.privateKey), 'token-invalid-signature'],
    ['no algorithm', ofMachine({}, { alg: 'none' }), 'token-invalid-algorithm'],
    ['a key of its own', ofMachine({}, { jwk: stranger.publicKey.export({ format: 'jwk' }) }), 'token-invalid'],
    ['a time that is over', ofMachine({ exp: now - 60 }), 'token-expired'],
    ['no time', ofMachine({ exp: undefined }), 'token-verification-failed'],
    ['a time to come', ofMachine({ nbf: now + 60 }), 'token-not-active-yet'],
    ['another audience', ofMachine({ aud: ['mch_2'] }), 'token-verification-failed', { audience: 'mch_3' }],
    ['another issuer than the one asked for', ofMachine(), 'token-invalid-issuer', { issuer: 'https://other.example' }],
    ['no form of a token', 'mch_1', 'token-invalid'],
  ])("a machine's JWT is refused: %s", async (_, jwt, fault, rules = {}) => {
    await expect(verifyM2MJwt(jwt, keys, rules)).rejects.toSatisfy(hasFault(fault))
  })
})

describe('an OAuth access token', () => {
  test.each<[string, string, MachineRules]>([
    ['of the short type', ofOAuth(), {}],
    ['of the long type', ofOAuth({}, { typ: 'application/at+jwt' }), {}],
    ['for the audience', ofOAuth({ aud: 'https://api.example' }), { audience: 'https://api.example' }],
    ['for one of its audiences', ofOAuth({ aud: ['x', 'y'] }), { audience: ['y', 'z'] }],
    ['for anybody where no audience is configured', ofOAuth({ aud: 'x' }), { audience: '' }],
  ])('an OAuth access token is taken: %s', async (_, jwt, rules) => {
    expect(await verifyOAuthJwt(jwt, keys, rules)).toMatchObject({ sub: 'user_1', client_id: 'client_1' })
  })

  test.each<Fault>([
    ['the usual type', ofOAuth({}, { typ: 'JWT' }), 'token-invalid'],
    ['no type', ofOAuth({}, { typ: undefined }), 'token-invalid'],
    ["a machine's subject", ofOAuth({ sub: 'mch_1' }), 'token-invalid'],
    ["a session's category", ofOAuth({}, { cat: 'cl_B7d4PD111AAA' }), 'token-invalid'],
    ["a template's category", ofOAuth({}, { cat: 'cl_B7d4PD222AAA' }), 'token-invalid'],
    ["a machine's category", ofOAuth({}, { cat: 'cl_B7d4PD333AAA' }), 'token-invalid'],
    ["a stranger's key", ofOAuth({}, {}, stranger.privateKey), 'token-invalid-signature'],
    ['a time that is over', ofOAuth({ exp: now - 60 }), 'token-expired'],
    ['nobody to be for', ofOAuth(), 'token-verification-failed', { audience: 'x' }],
    ['an empty list to be for', ofOAuth({ aud: [] }), 'token-verification-failed', { audience: 'x' }],
    ['an audience that is none', ofOAuth({ aud: ['x', 1] }), 'token-verification-failed', { audience: 'x' }],
    ['another audience', ofOAuth({ aud: 'x' }), 'token-verification-failed', { audience: ['y'] }],
  ])('an OAuth access token is refused: %s', async (_, jwt, fault, rules = {}) => {
    await expect(verifyOAuthJwt(jwt, keys, rules)).rejects.toSatisfy(hasFault(fault))
  })
})

/** A category's fault is told as a machine token's, all others as a JWT's. */
const hasFault = (fault: string) => (error: { code?: string; reason?: string }) => (error.code ?? error.reason) === fault
