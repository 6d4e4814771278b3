/**
 * Tells screen readers what changed on the screen, once they have said what they are saying. The region is in the page's HTML, because they
 * only announce changes to one that they know. Not visible.
 */
export function announce(text: string): void {
  document.getElementById('frontdesk-status')!.textContent = text
}
