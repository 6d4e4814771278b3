/** What a button says beside its field or row, and what it says to screen readers, which may come to it from elsewhere. */
export function ShortLabel({ shown, spoken }: { shown: string; spoken: string }) {
  return (
    <>
      <span aria-hidden="true">{shown}</span>
      <span class="sr-only">{spoken}</span>
    </>
  )
}
