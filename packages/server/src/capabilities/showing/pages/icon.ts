import { accentOnWhite } from '../../../basics/accent.js'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Settings } from '../../ground/settings/settings.js'

/** The application's initial on a key fob, as on the pages, for the browser's tab; a data URL, so that nothing more is fetched. */
export function iconAddress({ applicationName, accentColor }: Settings['branding']): string {
  const initial = escapeHtml([...applicationName][0]?.toUpperCase() ?? '')
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 40"><path fill="${accentOnWhite(accentColor)}" fill-rule="evenodd" d="M12.6 1.5h6.8a5 5 0 0 1 4.2 2.3l5 7.8a5 5 0 0 1 .8 2.7V33a5.5 5.5 0 0 1-5.5 5.5H8.1A5.5 5.5 0 0 1 2.6 33V14.3a5 5 0 0 1 .8-2.7l5-7.8a5 5 0 0 1 4.2-2.3ZM16 6.2a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8Z"/><text x="16" y="30.5" fill="#fff" font-family="sans-serif" font-size="15" font-weight="700" text-anchor="middle">${initial}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}
