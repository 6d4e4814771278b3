import type { Incoming } from './message.js'

/** Whether a browser opens the address as a page, or sends a form to it; scripts, images and other servers get JSON. */
export function opensPage(request: Incoming): boolean {
  const destination = request.header('sec-fetch-dest')
  if (destination !== null) return ['document', 'frame', 'iframe'].includes(destination)
  return request.header('accept')?.toLowerCase().startsWith('text/html') === true
}
