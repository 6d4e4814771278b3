import './waiting.css'

/** Shown while the first answers are on their way; invisible for the first moments, so that a quick server never flickers. */
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
