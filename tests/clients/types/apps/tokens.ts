/** Verifying tokens without a framework. */
import { type VerifyTokenOptions, verifyToken } from '@clerk/backend'
import { TokenVerificationError, TokenVerificationErrorReason } from '@clerk/backend/errors'
import { decodeJwt, hasValidSignature, type SignJwtOptions, signJwt, type VerifyJwtOptions, verifyJwt } from '@clerk/backend/jwt'

const options: VerifyTokenOptions = {
  jwtKey: process.env.CLERK_JWT_KEY,
  authorizedParties: ['https://app.example.com'],
  audience: 'api',
  clockSkewInMs: 5_000,
}

export async function userOf(token: string): Promise<string | null> {
  try {
    const claims = await verifyToken(token, options)
    const expires: Date = new Date(claims.exp * 1000)
    console.log(claims.sid.length, claims.iss, claims.azp, expires)
    return claims.sub
  } catch (error) {
    if (error instanceof TokenVerificationError && error.reason === TokenVerificationErrorReason.TokenExpired) return null
    if (error instanceof TokenVerificationError) console.error(error.getFullMessage(), error.action)
    throw error
  }
}

const signing: SignJwtOptions = { algorithm: 'RS256', header: { typ: 'JWT', kid: 'ins_1' } }
export async function roundTrip(privateKey: string, publicKey: JsonWebKey): Promise<boolean> {
  const token = await signJwt({ sub: 'user_1', sid: 'sess_1' }, privateKey, signing)
  const { header, payload, signature, raw } = decodeJwt(token)
  const bytes: Uint8Array = signature
  const checks: VerifyJwtOptions = { key: publicKey, headerType: ['JWT'], authorizedParties: ['https://app.example.com'] }
  const verified = await verifyJwt(token, checks)
  console.log(header.kid.length, header.alg, payload.sub, bytes.length, raw.text, verified.iat + 1)
  return hasValidSignature(decodeJwt(token), publicKey)
}
