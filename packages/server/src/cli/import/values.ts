/** How other services write times, flags, names and objects. */
import type { Json } from './records.js'

export const isTrue = (value: unknown): boolean => value === true || /^(true|t|yes|1)$/i.test(String(value ?? ''))

/** What is there, as text; an empty field of CSV is nothing. */
export const textOf = (value: unknown): string | undefined =>
  value === undefined || value === null || value === '' ? undefined : String(value)

/** Milliseconds, of seconds, or of a date and time as most programs write one; what is neither stays, for the schema to refuse. */
export function timeOf(value: unknown): number | string {
  if (/^\d+(\.\d+)?$/.test(String(value))) {
    const number = Number(value)
    return Math.round(number < 1e11 ? number * 1000 : number) // seconds until the year 5138
  }
  const [, date, time, zone] = /^(\d{4}-\d\d-\d\d)[ T]([\d:.]+)([+-]\d\d(?::?\d\d)?)?$/.exec(String(value)) ?? [] // PostgreSQL writes `+00`
  const parsed = Date.parse(date ? `${date}T${time}${zone ? zone.padEnd(6, ':00') : 'Z'}` : String(value))
  return Number.isNaN(parsed) ? String(value) : parsed
}

export const timeIn = (value: unknown): number | string | undefined => (textOf(value) === undefined ? undefined : timeOf(value))

/** An object, or the JSON of one, as CSV has it; nothing for what is none. */
export function objectOf(value: unknown): Json | undefined {
  if (typeof value === 'string' && value.trimStart().startsWith('{')) {
    try {
      return objectOf(JSON.parse(value))
    } catch {
      return undefined
    }
  }
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
}

export const objectsOf = (value: unknown): Json[] =>
  (Array.isArray(value) ? value : []).map(objectOf).filter((item): item is Json => item !== undefined)

/** First and last name of one that is written whole: what is behind the first blank is the last one. */
export function namesOf(whole: unknown): { firstName?: string; lastName?: string } {
  const [firstName, ...others] = (textOf(whole) ?? '').trim().split(/\s+/)
  if (!firstName || firstName.includes('@')) return {} // an address in place of a name is none
  return { firstName, ...(others.length > 0 && { lastName: others.join(' ') }) }
}

/** A provider as Clerk's API calls it, such as `oauth_google`, whatever the other service calls it. */
export function providerOf(name: string): string {
  const plain = name.toLowerCase().replace(/\.com$|-oauth2$/g, '')
  return `oauth_${({ azure: 'microsoft', 'azure-ad': 'microsoft', windowslive: 'microsoft', twitter: 'x', linkedin_oidc: 'linkedin' } as Record<string, string>)[plain] ?? plain}`
}

/** Locked until a time; from the year 2100 on it means for ever. */
export function banUntil(value: unknown): { banned: true } | { lockedUntil: number } | object {
  const until = textOf(value) === 'infinity' ? Number.POSITIVE_INFINITY : timeIn(value)
  if (typeof until !== 'number') return {}
  return until >= Date.UTC(2100) ? { banned: true } : { lockedUntil: until }
}
