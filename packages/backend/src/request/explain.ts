/**
 * Logs why requests are refused, for the app's developers: in development one line with cause and cure, the same line at most once a minute.
 * In production only causes on the server side are logged. Responses always have the reason in `x-clerk-auth-reason`.
 */

import { variable } from '@frontdesk/contract/options'

const sameInstance = 'take all of them from one `npx frontdesk keys`'
const setTheClock = 'Set the clock of this machine, or of the one that signs: compare both with `date -u`.'

/**
 * What to do about a reason: the first row that its name starts with. Ordinary reasons, such as not being signed in, have no row and are not
 * logged.
 */
const cures: Array<[reason: string, cure: string]> = [
  [
    'handshake-loop-active-organization-mismatch',
    'Does the organization in the address exist, and is the person a member of it?',
  ],
  ['handshake-loop-satellite', 'Is the primary domain, or CLERK_PROXY_URL, of the same instance as the satellite’s keys?'],
  [
    'handshake-loop',
    'Do CLERK_PROXY_URL and the publishable key lead to one Frontend API, and may the browser keep its cookies?',
  ],
  ['handshake-without-proxy', 'Set CLERK_PROXY_URL to where the browser reaches the Frontend API, such as /__clerk.'],
  ['handshake-unresolved', `Publishable key and secret key may be of two instances: ${sameInstance}.`],
  ['handshake-brought', `CLERK_JWT_KEY or the publishable key may be of another instance: ${sameInstance}.`],
  [
    'token-invalid-issuer',
    `The publishable key is of another instance than the token: ${sameInstance}, and delete the page's cookies.`,
  ],
  ['token-invalid-authorized-parties', 'Add the origin to `authorizedParties` if its pages are yours.'],
  [
    'token-invalid-signature',
    'CLERK_JWT_KEY is of another instance, or of a key that was replaced: `npx frontdesk keys` prints the one that signs now.',
  ],
  ['token-invalid-algorithm', 'Send a session token of this instance, made by getToken() without a template.'],
  ['token-type-mismatch', 'If tokens of this kind may come, name it in `acceptsToken`.'],
  ['token-verification-failed', 'Send a token that this instance made for this app, by getToken() without a template.'],
  [
    'token-invalid',
    'Send the token whole, as the server gave it out, after `Bearer `; one that was revoked or has expired is over.',
  ],
  [
    'jwk-kid-mismatch',
    'CLERK_SECRET_KEY and CLERK_API_URL lead to another instance than the browser uses, or a cookie is left from another app on this host: delete the cookies of the page, and compare the keys with `npx frontdesk keys`.',
  ],
  ['jwk-local-invalid', 'Set CLERK_JWT_KEY to what `npx frontdesk keys` prints, or leave it out: the keys are then fetched.'],
  ['jwk-remote-failed-to-load', 'Is the server at CLERK_API_URL running, and reachable from here?'],
  ['secret-key-invalid', `CLERK_SECRET_KEY is of another instance than CLERK_API_URL: ${sameInstance}.`],
  ['session-token-nbf', setTheClock],
  ['session-token-iat-in-the-future', setTheClock],
  [
    'session-token-expired',
    'Ask for a token with getToken() before each call; if the page just did, set the clock of this machine.',
  ],
  [
    'session-token-iat-before-client-uat',
    'The token is older than the last sign-in or sign-out: ask for a new one with getToken().',
  ],
  [
    'session-token-but-no-client-uat',
    'The browser sent `__session` without `__client_uat`: somebody signed out, or cookies are kept or removed by name on the way.',
  ],
  [
    'client-uat-but-no-session-token',
    'The browser says that somebody is signed in and sends no token. Scripts on other sites need `credentials: "include"` or a bearer; cookies may be blocked.',
  ],
  ['dev-browser', 'Development keys need a browser that may be redirected; for scripts, send a bearer.'],
  [
    'session-ended',
    'Nothing to mend: they signed out or were banned, `revocation` refuses the rest of the token’s minute, and signing in makes a new session.',
  ],
  ['satellite-needs-syncing', 'Only a page can be sent to the primary domain; let one load before scripts call.'],
  ['unexpected-error', 'Is the server at CLERK_API_URL running, and of the same version as this SDK?'],
]

/** Causes on the server side, which are logged in production, too. */
const toldEverywhere: readonly string[] = [
  'jwk-local-invalid',
  'jwk-remote-failed-to-load',
  'secret-key-invalid',
  'unexpected-error',
]

const pauseMs = 60_000
const maxLines = 50 // per minute, because anybody can make up claims
const said = new Set<string>()
let saidSince = Number.NEGATIVE_INFINITY

/** Logs the reason if it has a cure, once a minute. The option `debug` logs all of them in production, too. The message contains no token. */
export function explain({ debug }: { debug?: boolean | undefined }, reason: string, message: string, now = Date.now()): void {
  if (!debug && !toldEverywhere.includes(reason) && variable('NODE_ENV') === 'production') return // last: reading a variable is slow
  const cure = cures.find(([beginning]) => reason.startsWith(beginning))?.[1]
  if (!cure) return
  // Math.abs: the clock may be set back
  if (Math.abs(now - saidSince) >= pauseMs) {
    said.clear()
    saidSince = now
  }
  const line = `[frontdesk] Turned away (${printable(reason)}). ${message && `${sentence(message)} `}${cure}`
  const sameSoonAfter = line.replace(/\d+ seconds/, '')
  if (said.has(sameSoonAfter) || said.size >= maxLines) return
  said.add(sameSoonAfter)
  console.warn(line)
}

const sentence = (message: string) => printable(message).replace(/[^.?!]$/, '$&.')

/** Replaces characters that are unsafe in headers and terminals, and shortens the text: it may contain a token's claims. */
export const printable = (text: string): string => text.replace(/[^\x20-\x7e]/g, '?').slice(0, 500)
