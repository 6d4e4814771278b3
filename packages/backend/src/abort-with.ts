/** An abort signal of any library; some have no events. */
type Signal = Pick<AbortSignal, 'aborted' | 'reason'> & Partial<Pick<AbortSignal, 'addEventListener' | 'removeEventListener'>>

/**
 * Creates an AbortController that aborts when one of the given signals does. Needed because `fetch` refuses signals of other
 * implementations, such as jsdom's. `release` removes the listeners, since the signals may live as long as the app.
 */
export function abortWith(signals: Array<Signal | null | undefined>): { end: AbortController; release(): void } {
  const end = new AbortController()
  const releases = signals.flatMap((signal) => {
    if (!signal) return []
    const stop = () => end.abort(signal.reason)
    if (signal.aborted) stop()
    signal.addEventListener?.('abort', stop, { once: true })
    return [() => signal.removeEventListener?.('abort', stop)]
  })
  return {
    end,
    release() {
      for (const release of releases) release()
    },
  }
}
