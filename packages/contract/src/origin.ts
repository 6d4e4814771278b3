/**
 * Origins in options and settings. An address with anything beyond its origin is refused, never shortened: the result could be `null`, the
 * origin of every sandboxed page.
 */
import * as z from 'zod'

const shape = /^([a-z][a-z\d+.-]*):\/\/(?:[\p{L}\p{M}\p{N}._-]+|\[[\da-f:.]+\])(?::\d+)?\/?$/iu

/** Schemes whose pages have no origin, or only `null`. */
const withoutPages = ['file:', 'data:', 'blob:', 'about:', 'javascript:', 'ws:', 'wss:', 'ftp:']

/** The origin as browsers send it in `Origin`, such as `https://app.example.com`. Returns null if it is not a web origin (RFC 6454). */
export function webOrigin(text: string): string | null {
  const url = parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : null
}

/** As `webOrigin`, but also takes origins of native apps, such as `capacitor://localhost`. */
export function pageOrigin(text: string): string | null {
  const url = parse(text)
  return url && !withoutPages.includes(url.protocol) ? originOf(url) : null
}

/** The origin for any scheme: `url.origin` is `null` for schemes that the URL standard does not list. */
export const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`

const parse = (text: string): URL | null => (shape.test(text) && URL.canParse(text) ? new URL(text) : null)

/** Whether the name can only mean this machine (RFC 6761, section 6.3). */
export const isLoopbackName = (hostname: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** A schema for addresses that `parse` accepts, in the form that it returns. `must` completes the error "must be …". */
export const originSchema = (parse: (text: string) => string | null, must: string) =>
  z
    .string()
    .trim()
    .refine((text) => parse(text) !== null, { error: ({ input }) => `must be ${must}, not ${shown(input)}` })
    .transform((text) => parse(text)!) // refined above
    .meta({ format: 'uri' })

/** The input as an error shows it: hidden if it may contain a password. */
const shown = (input: unknown) => (String(input).includes('@') ? 'an address with a user name' : JSON.stringify(input))
