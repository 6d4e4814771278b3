/** Somebody whose sign-in is too old for what they ask shows once more who they are: the page that can ask them says how. */
type Ask = () => Promise<boolean>

let ask: Ask | undefined
let asking: Promise<boolean> | undefined

export function setStepUp(next: Ask | undefined): void {
  ask = next
}

/** Resolves with whether they did, once for all requests that wait for it. */
export function stepUp(): Promise<boolean> {
  asking ??= (ask?.() ?? Promise.resolve(false)).finally(() => {
    asking = undefined
  })
  return asking
}
