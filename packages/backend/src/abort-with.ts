/** A signal of any library: some only say whether it is over. */
type Signal = Pick<AbortSignal, 'aborted' | 'reason'> & Partial<Pick<AbortSignal, 'addEventListener' | 'removeEventListener'>>

/**
 * A signal of this very runtime that ends when one of the given does. `fetch` refuses the signals of other ones, such as jsdom's or a
 * polyfill's. `release` lets go of them, which may live as long as the app.
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
