import type { ComponentChildren } from 'preact'

/** What stands behind a bar, as in `{{provider|titleize}}` of Clerk's texts, says how; our values need no more of it. */
const placeholder = /\{\{(\w+)(?:\|\w+)?\}\}/

/** The text with its `{{names}}` replaced by the values. */
export function fill(text: string, values: Record<string, string | undefined>): string {
  return split(text)
    .map((part, index) => (index % 2 ? (values[part] ?? '') : part))
    .join('')
}

/** Like `fill`, for values that are elements, such as a link inside a sentence. */
export function fillWith(text: string, values: Record<string, ComponentChildren>): ComponentChildren {
  return split(text).map((part, index) => (index % 2 ? values[part] : part))
}

/** Texts and names in turn. */
const split = (text: string) => text.split(placeholder)
