/** Who is signed in may change in another tab, in the app or by an administrator. Pages ask again when they are looked at or hear of it, and never in between. */
let opened: BroadcastChannel | undefined

/** Opened once a page is shown: what only draws pages has no other tabs. */
function channel(): BroadcastChannel {
  opened ??= new BroadcastChannel('frontdesk')
  return opened
}

/** Lets the pages in other tabs ask again. */
export function tellOtherTabs(): void {
  channel().postMessage('sessions')
}

/** Calls back when another tab tells of a change. Answers how to stop it. */
export function whenOtherTabsTell(ask: () => void): () => void {
  channel().addEventListener('message', ask)
  return () => channel().removeEventListener('message', ask)
}

/** Calls back when the visitor comes back to this page. Answers how to stop it. */
export function whenLookedAt(ask: () => void): () => void {
  const askIfSeen = () => document.visibilityState === 'visible' && ask()
  document.addEventListener('visibilitychange', askIfSeen)
  addEventListener('focus', askIfSeen) // from another window beside this one
  return () => {
    document.removeEventListener('visibilitychange', askIfSeen)
    removeEventListener('focus', askIfSeen)
  }
}
