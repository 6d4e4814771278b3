/**
 * Origins that options and settings name. An address is taken whole or refused: what is cut down to its origin may become `null`, the origin that every
 * sandboxed page of the web has.
 */
import * as z from 'zod'

const shape = /^([a-z][a-z\d+.-]*):\/\/(?:[\p{L}\p{M}\p{N}._-]+|\[[\da-f:.]+\])(?::\d+)?\/?$/iu

/** Of these no page has an origin, or only `null`. */
const withoutPages = ['file:', 'data:', 'blob:', 'about:', 'javascript:', 'ws:', 'wss:', 'ftp:']

/** Such as `https://app.example.com`, as browsers write it in `Origin`; null for what is no origin on the web. */
export function webOrigin(text: string): string | null {
  const url = parse(text)
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.origin : null
}

/** The same, or the origin of a native shell, such as `capacitor://localhost`. */
export function pageOrigin(text: string): string | null {
  const url = parse(text)
  return url && !withoutPages.includes(url.protocol) ? originOf(url) : null
}

/** Unlike `url.origin`, which is `null` for schemes that the standard does not list. */
export const originOf = ({ protocol, host }: URL): string => `${protocol}//${host}`

const parse = (text: string): URL | null => (shape.test(text) && URL.canParse(text) ? new URL(text) : null)

/** Whether only this machine can be meant. */
export const isLoopbackName = (hostname: string): boolean => /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)

/** An address that `parse` takes, in the form that it gives it. */
export const originBy = (parse: (text: string) => string | null, must: string) =>
  z
    .string()
    .trim()
    .refine((text) => parse(text) !== null, { error: ({ input }) => `must be ${must}, not ${shown(input)}` })
    .transform((text) => parse(text)!) // refined above
    .meta({ format: 'uri' })

/** What was given, unless a password may be in it. */
const shown = (input: unknown) => (String(input).includes('@') ? 'an address with a user name' : JSON.stringify(input))
