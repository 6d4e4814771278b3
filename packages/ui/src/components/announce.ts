/** The page's one live region: made before anything is said, because readers only notice changes to regions they know. */
const region = document.createElement('div')
region.setAttribute('role', 'status')
region.className = 'sr-only'
document.body.append(region)

let hide: ReturnType<typeof setTimeout> | undefined

/** Tells screen readers only: what is on the screen changed. */
export function announce(text: string): void {
  clearTimeout(hide)
  region.className = 'sr-only'
  region.textContent = text
}

/** Tells everybody, for a few seconds at the foot of the page: what was asked for is done. */
export function notify(text: string): void {
  clearTimeout(hide)
  region.className = 'notice'
  region.textContent = text
  hide = setTimeout(hushNotice, 6_000)
}

/** Takes the notice away: what it tells is not about what is asked for next. */
export function hushNotice(): void {
  if (region.className === 'notice') announce('')
}
