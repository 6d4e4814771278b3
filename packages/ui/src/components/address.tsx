import type { ComponentChildren } from 'preact'

/** An e-mail address, a username or a code: it keeps its order beside words from right to left. */
export function Address({ children }: { children: ComponentChildren }) {
  return <bdi dir="ltr">{children}</bdi>
}
