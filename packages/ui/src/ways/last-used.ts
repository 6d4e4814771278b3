import type { FrontDesk } from '../front-desk.js'

const key = 'frontdesk-last-way'

/** The strategy that this browser signed in with last: the server's word, else what the page noted for a browser that the server has forgotten. */
export function lastUsed({ client }: Pick<FrontDesk, 'client'>): string | null {
  try {
    return client?.last_authentication_strategy ?? localStorage.getItem(key)
  } catch {
    return null // the browser keeps nothing for pages
  }
}

export function noteUsed(strategy: string): void {
  try {
    localStorage.setItem(key, strategy)
  } catch {} // the browser keeps nothing for pages
}
