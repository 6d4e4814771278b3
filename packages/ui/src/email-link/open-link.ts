import { ask } from '../client/ask.js'

interface Opened {
  status: 'verified' | 'expired' | 'failed' | 'client_mismatch' | 'unconfirmed'
  /** Where what the link was for goes on. */
  redirect_url?: string
}

/** Follows a link that was mailed. @throws RequestFailure */
export const openLink = (baseUrl: string, link: { token: string; confirmed: boolean }) =>
  ask<Opened>(`${baseUrl}/v1/verify`, { method: 'POST', body: JSON.stringify(link) })

/** The address to which a mailed link returns: a page of ours, which then leads on. */
export function landingOf(baseUrl: string, destination: string | null): string {
  const query = destination ? `?${new URLSearchParams({ redirect_url: destination })}` : ''
  return `${location.origin}${baseUrl}/v1/verify${query}`
}
