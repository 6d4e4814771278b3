/** Who is signed in may change in another tab, in the app or by an administrator. Pages ask again when they are looked at, and never in between. */
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

/** Calls back when another tab tells of a change, and when the visitor comes back to this one. Answers how to stop it. */
export function whenSessionsMayDiffer(ask: () => void): () => void {
  const askIfSeen = () => document.visibilityState === 'visible' && ask()
  channel().addEventListener('message', ask)
  document.addEventListener('visibilitychange', askIfSeen)
  addEventListener('focus', askIfSeen) // from another window beside this one
  return () => {
    channel().removeEventListener('message', ask)
    document.removeEventListener('visibilitychange', askIfSeen)
    removeEventListener('focus', askIfSeen)
  }
}
