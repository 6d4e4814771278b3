import type { PageSettings } from '@frontdesk/contract'

/** Reads the settings that the server wrote into the page. */
export function readSettings(): PageSettings {
  return JSON.parse(document.getElementById('frontdesk-settings')!.textContent!)
}
