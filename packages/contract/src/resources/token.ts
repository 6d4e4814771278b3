import * as z from 'zod'

export const Token = z.object({ object: z.literal('token'), jwt: z.string() })
export type Token = z.infer<typeof Token>

/** `Set-Cookie` values that a middleware copies to its own response. */
export const Cookies = z.object({ object: z.literal('cookies'), cookies: z.array(z.string()) })
export type Cookies = z.infer<typeof Cookies>

/** A JSON Web Key (RFC 7517); may have further members. */
export const JwksKey = z
  .looseObject({ kty: z.string(), kid: z.string(), use: z.literal('sig'), alg: z.literal('RS256'), n: z.string(), e: z.string() })
  .partial({ n: true, e: true, kty: true })

export const Jwks = z.object({ keys: z.array(JwksKey) })
export type Jwks = z.infer<typeof Jwks>

export const TestingToken = z.object({ object: z.literal('testing_token'), token: z.string(), expires_at: z.number() })
export type TestingToken = z.infer<typeof TestingToken>
