/** The page's only live region. It is in its HTML, because screen readers only announce changes to a region that they know. */
const find = () => document.getElementById('frontdesk-status')!

let hide: ReturnType<typeof setTimeout> | undefined

/** Tells screen readers what changed on the screen. Not visible. */
export function announce(text: string): void {
  clearTimeout(hide)
  const region = find()
  region.className = 'sr-only'
  region.textContent = text
}

/** Confirms an action visibly, at the bottom of the page for six seconds. */
export function notify(text: string): void {
  clearTimeout(hide)
  const region = find()
  region.className = 'notice'
  region.textContent = text
  hide = setTimeout(hideNotice, 6_000)
}

/** Hides the notice before the next action, which it is not about. */
export function hideNotice(): void {
  if (find().className === 'notice') announce('')
}
