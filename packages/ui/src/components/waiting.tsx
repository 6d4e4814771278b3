import './waiting.css'

/** Shown until the first answers arrive. Invisible at first, so that nothing flickers if the server is quick. */
export function Loading() {
  return (
    <main class="waiting" aria-busy="true">
      <p class="spinner-late">
        <span class="sr-only">Loading</span>
      </p>
    </main>
  )
}

export function Failed({ reason, onRetry }: { reason: string; onRetry(): void }) {
  return (
    <main class="waiting">
      <h1>This page could not be loaded</h1>
      <p role="alert">{reason}</p>
      <button type="button" class="button" onClick={onRetry}>
        Try again
      </button>
    </main>
  )
}
