import { safeRedirect } from './safe-redirect.js'

let leaving = false

/** Is the browser on its way to another page? */
export const isLeaving = () => leaving

/** Goes to another page. Never resolves, so that a form stays busy until the browser has left. */
export function leave(address: string): Promise<never> {
  leaving = true
  location.assign(address)
  return new Promise(() => {})
}

/** Where the visitor wanted to go before being sent here, if that is a safe place. */
export function wantedAddress(): string | undefined {
  return safeRedirect(new URLSearchParams(location.search).get('redirect_url'), location.href)
}

/** The same address, carrying the page to return to. */
export function returningTo(address: string, returnAddress: string | undefined): string {
  if (!returnAddress) return address
  const url = new URL(address, location.href)
  url.searchParams.set('redirect_url', returnAddress)
  return url.href
}

/** The other of the two pages, sign-in or sign-up, in the same errand: with accounts here already, to add one more. */
export function crossLink(address: string, sessions: readonly unknown[]): string {
  return returningTo(address, wantedAddress()) + (sessions.length > 0 ? '#add-account' : '')
}
