import { accentOnWhite } from '../../../basics/accent.js'
import { escapeHtml } from '../../../basics/escape-html.js'
import type { Settings } from '../../ground/settings/settings.js'

const fob =
  'M12.6 1.5h6.8a5 5 0 0 1 4.2 2.3l5 7.8a5 5 0 0 1 .8 2.7V33a5.5 5.5 0 0 1-5.5 5.5H8.1A5.5 5.5 0 0 1 2.6 33V14.3a5 5 0 0 1 .8-2.7l5-7.8a5 5 0 0 1 4.2-2.3ZM16 6.2a2.9 2.9 0 1 0 0 5.8 2.9 2.9 0 0 0 0-5.8Z'

const initialOf = ({ applicationName }: Settings['branding']) => escapeHtml([...applicationName][0]?.toUpperCase() ?? '')

/** The application's initial on a key fob, as on the pages, for the browser's tab; a data URL, so that nothing more is fetched. */
export function iconAddress(branding: Settings['branding']): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 40"><path fill="${accentOnWhite(branding.accentColor)}" fill-rule="evenodd" d="${fob}"/><text x="16" y="30.5" fill="#fff" font-family="sans-serif" font-size="15" font-weight="700" text-anchor="middle">${initialOf(branding)}</text></svg>`
  return `data:image/svg+xml,${encodeURIComponent(svg)}`
}

/** The application's logo, or its name with its initial on the key fob, as it stands above everything on the pages' cards. */
export const brandHtml = (branding: Settings['branding']): string => `<div class="brand">
${branding.logoUrl ? `<img src="${escapeHtml(branding.logoUrl)}" alt="${escapeHtml(branding.applicationName)}">` : fobHtml(branding)}
</div>`

const fobHtml = (branding: Settings['branding']): string =>
  `<svg class="fob" viewBox="0 0 32 40" width="28" height="35" aria-hidden="true"><path class="fob-body" fill-rule="evenodd" d="${fob}"/><text class="fob-letter" x="16" y="30.5" text-anchor="middle">${initialOf(branding)}</text></svg>
<span>${escapeHtml(branding.applicationName)}</span>`
