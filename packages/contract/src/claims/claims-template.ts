/** Templates of claims: JSON whose texts may have shortcodes. What is wrong with one is said when it is set, not when a token is made of it. */
import * as z from 'zod'
import { fault, faultOf } from '../wire.js'
import { type Part, parseShortcodes, type Read, renderText, ShortcodeMistake } from './shortcodes.js'

export type { Read } from './shortcodes.js'

/** JSON as an app writes it: the names are its own. */
export type ClaimsTemplate = Record<string, unknown>

/** A template that was read once, for many tokens. */
export interface CompiledClaims {
  /** Every path in it: what has to be known to render it. */
  paths: string[][]
  render(read: Read): ClaimsTemplate
}

/** The server sets these itself; `handshake` would be read as cookies to set. */
const ownOfTokens = ['azp', 'exp', 'fea', 'fva', 'handshake', 'iat', 'iss', 'jti', 'nbf', 'pla', 'sid', 'sts', 'sub', 'v']
const ownOfSessionTokens = [...ownOfTokens, 'act', 'o']

/** Browsers keep 4 KB in a cookie: so much is left beside the claims of the server. */
export const maxSessionClaimsBytes = 1.2 * 1024
/** Servers take 16 KB of headers, and a token is a third longer than its claims. */
export const maxTemplateClaimsBytes = 10 * 1024
const maxDefinitionBytes = 8 * 1024

/** @throws ShortcodeMistake, which the schemas below have refused */
export function compileClaims(template: ClaimsTemplate): CompiledClaims {
  const paths: string[][] = []
  const render = compile(template, paths)
  return { paths, render: (read) => render(read) as ClaimsTemplate } // an object gives an object
}

function compile(value: unknown, paths: string[][]): (read: Read) => unknown {
  if (typeof value === 'string') {
    const parts = parseShortcodes(value)
    paths.push(...pathsIn(parts))
    return (read) => renderText(parts, read)
  }
  if (Array.isArray(value)) {
    const items = value.map((item) => compile(item, paths))
    return (read) => items.map((item) => item(read))
  }
  if (typeof value !== 'object' || value === null) return () => value
  const members = Object.entries(value).map(([name, inner]) => [name, compile(inner, paths)] as const)
  return (read) => Object.fromEntries(members.map(([name, inner]) => [name, inner(read)]))
}

const pathsIn = (parts: Part[]): string[][] =>
  parts.flatMap((part) => (typeof part === 'string' ? [] : part.flatMap((operand) => ('path' in operand ? [operand.path] : []))))

/** The bytes that claims take in a token. */
export const bytesOf = (claims: ClaimsTemplate): number => new TextEncoder().encode(JSON.stringify(claims)).byteLength

/** The claim of a JWT template that tokens have by themselves; undefined where there is none. */
export const reservedClaimIn = (template: ClaimsTemplate): string | undefined =>
  ownOfTokens.find((name) => Object.hasOwn(template, name))

/** A template that takes at most these bytes in a token, with nothing where its shortcodes stand. */
const templateUpTo = (maximum: number, reserved: string[] = []) =>
  z.preprocess(
    (value, context) => {
      const message = faultOf(value)
      if (message) context.addIssue({ code: 'custom', message }) // checked here, because z.record() drops `__proto__` silently
      return value
    },
    z.record(z.string(), z.unknown(), 'must be a JSON object').superRefine((template, context) => {
      const mistakes = [...reservedIn(template, reserved), ...mistakesIn(template, [])]
      for (const mistake of mistakes) context.addIssue({ code: 'custom', ...mistake })
      if (mistakes.length > 0) return
      const least = bytesOf(compileClaims(template).render(() => null))
      if (least > maximum || bytesOf(template) > maxDefinitionBytes)
        context.addIssue({
          code: 'custom',
          message: `must take at most ${maximum / 1024} KB in a token and ${maxDefinitionBytes / 1024} KB as a template`,
        })
    }),
  )

interface Mistake {
  path: string[]
  message: string
  input: unknown
  params?: object
}

const reservedIn = (template: ClaimsTemplate, reserved: string[]): Mistake[] =>
  reserved
    .filter((name) => Object.hasOwn(template, name))
    .map((name) => ({
      path: [name],
      input: template[name],
      ...fault(
        'jwt_template_reserved_claim',
        `is a reserved claim: tokens have ${reserved.join(', ')} by themselves, not by a template`,
      ),
    }))

function mistakesIn(value: unknown, path: string[]): Mistake[] {
  if (typeof value === 'string') return mistakesInText(value, path)
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return []
  if (typeof value !== 'object' || !isPlain(value))
    return [{ path, input: value, message: 'must be JSON: text, a number, true, false, null, a list or an object' }]
  return Object.entries(value).flatMap(([name, inner]) => mistakesIn(inner, [...path, name]))
}

const isPlain = (value: object) => Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value))

function mistakesInText(input: string, path: string[]): Mistake[] {
  try {
    const isPrivate = pathsIn(parseShortcodes(input)).some(([of, name]) => of === 'user' && name === 'private_metadata')
    return isPrivate ? [{ path, input, message: 'may show public_metadata, not private_metadata: browsers read tokens' }] : []
  } catch (error) {
    if (!(error instanceof ShortcodeMistake)) throw error
    return [{ path, input, message: "must have shortcodes such as {{user.id}} or {{user.username || 'guest'}}" }]
  }
}

/** The claims of a JWT template. Reserved ones are refused where it is stored, as Clerk refuses them. */
export const templateClaims = templateUpTo(maxTemplateClaimsBytes)

/** What an instance adds to its session tokens. */
export const sessionClaims = templateUpTo(maxSessionClaimsBytes, ownOfSessionTokens)
