/**
 * Milliseconds that have passed, which never go back: limits that count by a clock that is set back, by NTP after a suspend or in a
 * restored machine, would stay shut until it has caught up.
 */
export function createElapsed(clock: () => number): () => number {
  let last = clock()
  let elapsed = 0
  return () => {
    const at = clock()
    elapsed += Math.max(0, at - last)
    last = at
    return elapsed
  }
}
