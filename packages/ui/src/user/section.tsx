import type { ComponentChildren } from 'preact'

interface SectionProps {
  title: string
  about: string
  children: ComponentChildren
}

/** One part of the account: what it is on the left, what can be done on the right. */
export function Section({ title, about, children }: SectionProps) {
  return (
    <section class="section">
      <div class="section-head">
        <h2 tabIndex={-1}>{title}</h2>
        <p>{about}</p>
      </div>
      <div class="section-body">{children}</div>
    </section>
  )
}

/** When the row with the focus goes away, its section's heading takes it. */
export function focusHeading(within: Element): void {
  within.closest('section')?.querySelector<HTMLElement>('h2')?.focus()
}
