import type { ComponentChildren } from 'preact'
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon } from './icon.js'

interface MenuProps {
  /** What the button opens, for screen readers. */
  label: string
  /** What the button shows. */
  face: ComponentChildren
  children: ComponentChildren
}

/** A button that opens a few links and buttons. Escape, a click elsewhere and leaving it with Tab close it. */
export function Menu({ label, face, children }: MenuProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  const root = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)

  useEffect(() => {
    if (!open) return
    const closeUnlessWithin = ({ target }: Event) => root.current!.contains(target as Node) || setOpen(false) // events of a document have nodes as targets
    const closeByEscape = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return
      setOpen(false)
      button.current!.focus()
    }
    document.addEventListener('pointerdown', closeUnlessWithin)
    document.addEventListener('focusin', closeUnlessWithin)
    document.addEventListener('keydown', closeByEscape)
    return () => {
      document.removeEventListener('pointerdown', closeUnlessWithin)
      document.removeEventListener('focusin', closeUnlessWithin)
      document.removeEventListener('keydown', closeByEscape)
    }
  }, [open])

  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        class="menu-button"
        ref={button}
        aria-label={label}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {face}
        <Icon name="chevron" />
      </button>
      <div id={id} class="menu-list" hidden={!open}>
        {children}
      </div>
    </div>
  )
}
