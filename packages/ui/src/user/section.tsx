import type { ComponentChildren } from 'preact'

interface SectionProps {
  title: string
  about: string
  /** For what cannot be undone: apart from the others. */
  isDangerous?: boolean
  children: ComponentChildren
}

/** One part of the account page: title and description on the left, controls on the right. */
export function Section({ title, about, isDangerous, children }: SectionProps) {
  return (
    <section class={isDangerous ? 'section danger-zone' : 'section'}>
      <div class="section-head">
        <h2 tabIndex={-1}>{title}</h2>
        <p>{about}</p>
      </div>
      <div class="section-body">{children}</div>
    </section>
  )
}

/** Moves the focus to the section's heading, when the focused row is removed. */
export function focusHeading(within: Element): void {
  within.closest('section')?.querySelector<HTMLElement>('h2')?.focus()
}
