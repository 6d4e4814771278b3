/** Notices confirm what somebody did. At most one is shown, until it is read, dismissed, or the next thing is asked for. */
type Show = (text: string | undefined) => void

const shows = new Set<Show>()

const tell: Show = (text) => {
  for (const show of shows) show(text)
}

/** Confirms an action, aloud and at the edge of the window. */
export const notify = (text: string): void => tell(text)

/** Takes the notice away before the next action, and before an error, which it would contradict. */
export const hideNotice = (): void => tell(undefined)

/** Calls back with the text of each notice, and with undefined when it goes. Answers how to stop it. */
export function whenNotified(show: Show): () => void {
  shows.add(show)
  return () => shows.delete(show)
}
