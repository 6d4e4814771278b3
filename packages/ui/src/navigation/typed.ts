const key = 'frontdesk-typed'

/** Keeps what was typed on the sign-in page for the sign-up page in this tab: a person's address stays out of the page's. */
export const keepTyped = (field: string, value: string): void => sessionStorage.setItem(key, JSON.stringify([field, value]))

/** What was typed before, by the name of its field; read once. */
export function takeTyped(): Record<string, string> {
  const kept = sessionStorage.getItem(key)
  sessionStorage.removeItem(key)
  return kept ? Object.fromEntries([JSON.parse(kept) as [string, string]]) : {} // written above
}
