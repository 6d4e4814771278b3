import type { PageSettings } from '@frontdesk/contract'

/** What the server wrote into the page for us. */
export function readSettings(): PageSettings {
  return JSON.parse(document.getElementById('frontdesk-settings')!.textContent!)
}
