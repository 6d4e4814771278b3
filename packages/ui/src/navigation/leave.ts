import { safeRedirect } from './safe-redirect.js'

/** Goes to another page. Never resolves, so that a form stays busy until the browser has left. */
export function leave(address: string): Promise<never> {
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
