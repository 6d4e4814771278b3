/**
 * Takes a compact JWS apart and checks its signature, in one way for the server and the SDKs. Strictly: three parts of canonical
 * base64url, UTF-8 JSON objects, no member named twice. Whatever two parsers could read in two ways is refused here, before any key is
 * looked up.
 */
import { isUtf8 } from 'node:buffer'
import { type KeyObject, verify } from 'node:crypto'

export interface CompactJws {
  header: Record<string, unknown>
  payload: Record<string, unknown>
  signature: Buffer
  /** What the signature covers: the first two parts as they were sent. */
  signedContent: string
  raw: { header: string; payload: string; signature: string; text: string }
}

/** A text that is no token, or one that can be read in two ways. */
export class MalformedToken extends Error {}

const maxLength = 16_384

/** @throws MalformedToken */
export function parseCompactJws(token: string): CompactJws {
  const first = token.length <= maxLength ? token.indexOf('.') : -1
  const last = token.lastIndexOf('.')
  if (first < 1 || last <= first) throw invalid('A token has three parts of base64url, separated by dots.')
  const header = token.slice(0, first)
  const payload = token.slice(first + 1, last) // the dot of a fourth part would be in here, and is not base64url
  const signature = token.slice(last + 1)
  return {
    header: parseObject(header),
    payload: parseObject(payload),
    signature: decodeBase64url(signature),
    signedContent: token.slice(0, last),
    raw: { header, payload, signature, text: token },
  }
}

const hashes: Record<string, string> = { RS256: 'RSA-SHA256', RS384: 'RSA-SHA384', RS512: 'RSA-SHA512' }

/** Whether that is an algorithm that signatures are checked with. */
export const isKnownAlgorithm = (algorithm: unknown): algorithm is string =>
  typeof algorithm === 'string' && Object.hasOwn(hashes, algorithm)

/** Whether the key made the signature, by the algorithm that it is for: what the header says of either plays no part. */
export const isSignedWith = (
  { signedContent, signature }: Pick<CompactJws, 'signedContent' | 'signature'>,
  key: KeyObject,
  algorithm: string,
): boolean =>
  key.asymmetricKeyType === 'rsa' &&
  isKnownAlgorithm(algorithm) &&
  verify(hashes[algorithm], Buffer.from(signedContent), key, signature)

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
    throw error instanceof MalformedToken ? error : invalid('A part of the token is not JSON.')
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

const invalid = (message: string) => new MalformedToken(message)
