import type { PageData } from '@frontdesk/contract'

/** Reads what the server wrote into the page. */
export function readPageData(): PageData {
  return JSON.parse(document.getElementById('frontdesk-data')!.textContent!)
}
