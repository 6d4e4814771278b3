/** Tokens as version 4 verifies them: the issuer may be a function, the tolerance for clocks has two names. */
import { type JwtPayload, type VerifyTokenOptions as Options, verifyToken as verify } from '@frontdesk/backend'
import { TokenVerificationError } from '@frontdesk/backend/errors'
import { type VerifyJwtOptions as JwtOptions, verifyJwt as verifyByKey } from '@frontdesk/backend/jwt'

interface OfVersion4 {
  /** Who may have issued the token: a text, a function that is asked, or null for anybody. */
  issuer?: string | string[] | ((issuer: string) => boolean) | null | undefined
  /** Milliseconds, whatever its name says. `clockSkewInMs` goes before it. */
  clockSkewInSeconds?: number | undefined
}

export type VerifyTokenOptions = Omit<Options, 'issuer'> &
  OfVersion4 & { apiKey?: string | undefined; proxyUrl?: string | undefined }
export type VerifyJwtOptions = Omit<JwtOptions, 'issuer'> & OfVersion4

/**
 * Verifies a session token and returns its claims, by `jwtKey`, or by the published keys of the server at `apiUrl`; without either, by those
 * of the embedded server or the environment.
 * @throws TokenVerificationError with the reason
 */
export function verifyToken(token: string, options: VerifyTokenOptions = {}): Promise<JwtPayload> {
  const { issuer, clockSkewInSeconds, apiKey, proxyUrl: _, ...rest } = options
  const secretKey = rest.secretKey || apiKey
  return ofIssuer(issuer, (fixed) =>
    verify(token, { ...rest, ...fixed, secretKey, clockSkewInMs: rest.clockSkewInMs ?? clockSkewInSeconds }),
  )
}

/**
 * Verifies a token with a public key and returns its claims.
 * @throws TokenVerificationError with the reason
 */
export function verifyJwt(token: string, { issuer, clockSkewInSeconds, ...rest }: VerifyJwtOptions): Promise<JwtPayload> {
  return ofIssuer(issuer, (fixed) =>
    verifyByKey(token, { ...rest, ...fixed, clockSkewInMs: rest.clockSkewInMs ?? clockSkewInSeconds }),
  )
}

async function ofIssuer(
  issuer: OfVersion4['issuer'],
  verified: (fixed: { issuer?: string | string[] | undefined }) => Promise<JwtPayload>,
): Promise<JwtPayload> {
  if (typeof issuer !== 'function') return verified({ issuer: issuer ?? undefined })
  const claims = await verified({})
  if (!issuer(claims.iss))
    throw new TokenVerificationError('token-invalid-issuer', `The issuer ${claims.iss} is refused by the app.`)
  return claims
}
