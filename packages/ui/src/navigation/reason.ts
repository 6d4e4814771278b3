const key = 'frontdesk-reason'

/** Leaves word for the next page in this tab, why it is opened. */
export const leaveReason = (reason: 'signed-out') => sessionStorage.setItem(key, reason)

/** The word that the page before left, which is read once. */
export function takeReason(): string | null {
  const reason = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return reason
}
