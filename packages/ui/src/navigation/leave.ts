import { sameOriginRedirect } from './same-origin-redirect.js'

let leaving = false
let isHeld = false

/** While somebody has something to do before they are signed in, the page stays, to show it. */
export const holdWhile = (hasTask: boolean): void => {
  isHeld = hasTask
}

/** Whether the browser is leaving this page. */
export const isLeaving = () => leaving

/**
 * Goes to another page in the place of this one, which is done: Back leads to what was before. Never resolves, so that a form stays busy
 * until the browser has left. Who leaves first says where to.
 */
export function leave(address: string): Promise<never> {
  if (isHeld) return new Promise(() => {})
  if (!leaving) location.replace(address)
  leaving = true
  return new Promise(() => {})
}

/** The page in `redirect_url` that the visitor came from; undefined unless it has the same origin. */
export function wantedAddress(): string | undefined {
  return sameOriginRedirect(new URLSearchParams(location.search).get('redirect_url'), location.href)
}

/** Adds the page to return to as `redirect_url`. */
export function returningTo(address: string, returnAddress: string | undefined): string {
  if (!returnAddress) return address
  const url = new URL(address, location.href)
  url.searchParams.set('redirect_url', returnAddress)
  return url.href
}

/**
 * Links sign-in and sign-up to each other. Keeps the page to return to, which the other one checks, and adds an account if one is signed in
 * already.
 */
export function crossLink(address: string, redirectUrl: string | null, sessions: readonly unknown[]): string {
  const query = redirectUrl ? `?${new URLSearchParams({ redirect_url: redirectUrl })}` : ''
  return address + query + (sessions.length > 0 ? '#add-account' : '')
}
