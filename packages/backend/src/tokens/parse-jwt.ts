/**
 * Takes a compact JWS apart, strictly: three parts of canonical base64url, UTF-8 JSON objects, no member named twice. Whatever two
 * parsers could read in two ways is refused here, before any key is looked up.
 */
import { isUtf8 } from 'node:buffer'
import { TokenVerificationError } from '../errors.js'

export interface JwtHeader {
  alg: string
  kid?: string
  typ?: string
  [member: string]: unknown
}

export interface JwtPayload {
  iss?: string
  sub?: string
  sid?: string
  azp?: string
  aud?: string | string[]
  iat?: number
  nbf?: number
  exp?: number
  [claim: string]: unknown
}

export interface Jwt {
  header: JwtHeader
  payload: JwtPayload
  signature: Buffer
  /** What the signature covers: the first two parts as they were sent. */
  signedContent: string
  raw: { header: string; payload: string; signature: string; text: string }
}

/** Header and claims before the signature is checked. */
export type Unverified = Pick<Jwt, 'header' | 'payload'>

const maxLength = 16_384

/** @throws TokenVerificationError `token-invalid` */
export function parseJwt(token: string): Jwt {
  const first = token.length <= maxLength ? token.indexOf('.') : -1
  const last = token.lastIndexOf('.')
  if (first < 1 || last <= first) throw invalid('A token has three parts of base64url, separated by dots.')
  const header = token.slice(0, first)
  const payload = token.slice(first + 1, last) // the dot of a fourth part would be in here, and is not base64url
  const signature = token.slice(last + 1)
  return {
    header: parseObject(header) as JwtHeader, // `alg` is checked against the allowed ones before any other member is read
    payload: parseObject(payload),
    signature: decodeBase64url(signature),
    signedContent: token.slice(0, last),
    raw: { header, payload, signature, text: token },
  }
}

/** Refuses non-canonical encodings: set padding bits and impossible lengths, so that each token has one spelling (RFC 4648, section 3.5). */
function decodeBase64url(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw invalid('A part of the token is not canonical base64url.')
  return bytes
}

function parseObject(part: string): Record<string, unknown> {
  let text: string
  let value: unknown
  try {
    const bytes = decodeBase64url(part)
    if (!isUtf8(bytes)) throw invalid('A part of the token is not UTF-8.')
    text = bytes.toString() // keeps a byte order mark, which JSON.parse refuses
    value = JSON.parse(text)
  } catch (error) {
    throw error instanceof TokenVerificationError ? error : invalid('A part of the token is not JSON.')
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw invalid('A part of the token is not a JSON object.')
  // Fast path: text that JSON.stringify() would write, as signers do, has no duplicate members. Only other text is searched.
  if (JSON.stringify(value) !== text && namesTwice(text)) throw invalid('A part of the token names a member twice.')
  return value as Record<string, unknown>
}

/** Whether any object in this valid JSON text has two members of the same name (RFC 7515, section 4). */
function namesTwice(text: string): boolean {
  const open: Array<Set<string> | null> = [] // a set for each open object, null for each open array
  let awaitsName = false
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/g)) {
    const names = open.at(-1)
    if (token === '{') {
      open.push(new Set())
      awaitsName = true
    } else if (token === '[') {
      open.push(null)
      awaitsName = false
    } else if (token === '}' || token === ']') {
      open.pop()
      awaitsName = false
    } else if (token === ',') {
      awaitsName = names !== null && names !== undefined
    } else if (token === ':') {
      awaitsName = false
    } else if (awaitsName && names) {
      const name = JSON.parse(token) as string // a JSON string, as the pattern says
      if (names.has(name)) return true
      names.add(name)
    }
  }
  return false
}

const invalid = (message: string) => new TokenVerificationError('token-invalid', message)
