import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../words/use-words.js'

interface DisclosureProps {
  /** The label of the button that opens it. */
  label: ComponentChildren
  class?: string
  children(close: () => void): ComponentChildren
}

/** A button that is replaced by what it opens. The focus moves into the opened part, and back to the button when it closes. */
export function Disclosure({ label, class: name = 'button small', children }: DisclosureProps) {
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const moved = useRef(false)

  useLayoutEffect(() => {
    if (moved.current) root.current!.querySelector<HTMLElement>('input:not([aria-hidden]), button')?.focus()
    moved.current = false
  }, [open])

  const show = (next: boolean) => {
    moved.current = true
    setOpen(next)
  }
  return (
    <div ref={root} class={open ? 'disclosure open' : 'disclosure'}>
      {open ? (
        children(() => show(false))
      ) : (
        <button type="button" class={name} aria-expanded="false" onClick={() => show(true)}>
          {label}
        </button>
      )}
    </div>
  )
}

export function CancelButton({ onClick }: { onClick(): void }) {
  const words = useWords()
  return (
    <button type="button" class="button small quiet" onClick={onClick}>
      {words.userProfile.formButtonReset}
    </button>
  )
}
