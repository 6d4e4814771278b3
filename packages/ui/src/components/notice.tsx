import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useWords } from '../words/use-words.js'
import { type Box, clearEdge, type Edge } from './clear-edge.js'
import { Icon } from './icon.js'
import { hideNotice, whenNotified } from './notify.js'
import './notice.css'

/** Long enough to notice it, and to read it twice at leisure. */
const readingMilliseconds = (text: string) => Math.max(6_000, 3_000 + text.length * 100)

/** Where the pointer was pressed last: whoever goes on there must not meet a notice. */
let pressed: Box | undefined

const notePress = ({ clientX: left, clientY: top }: PointerEvent) => {
  pressed = { left, right: left + 1, top, bottom: top + 1 }
}

/**
 * Shows notices, one at a time, and is there before the first one, so that screen readers know the region. Escape, its button and time
 * dismiss a notice; time stops while the pointer or the focus is on it.
 */
export function Notice() {
  const words = useWords()
  const [notice, setNotice] = useState<{ text: string }>() // an object, so that the same text again is another notice
  const [isHeld, setHeld] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const before = useRef<Element | null>(null) // where the focus was before it came here
  const edge = useClearEdge(box, notice)

  useEffect(() => {
    addEventListener('pointerdown', notePress)
    const stop = whenNotified((text) => {
      setNotice(text === undefined ? undefined : { text })
      setHeld(false)
    })
    return () => {
      removeEventListener('pointerdown', notePress)
      stop()
    }
  }, [])

  useEffect(() => {
    if (!notice || isHeld) return
    const timer = setTimeout(hideNotice, readingMilliseconds(notice.text))
    return () => clearTimeout(timer)
  }, [notice, isHeld])

  const dismiss = () => {
    const hadFocus = box.current!.contains(document.activeElement)
    hideNotice()
    if (hadFocus && before.current instanceof HTMLElement) before.current.focus()
  }
  useEffect(() => {
    if (!notice) return
    const dismissByEscape = ({ key }: KeyboardEvent) => key === 'Escape' && dismiss()
    document.addEventListener('keydown', dismissByEscape)
    return () => document.removeEventListener('keydown', dismissByEscape)
  }, [notice])

  return (
    <div
      class={notice ? `notice ${edge}` : 'sr-only'}
      ref={box}
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocusIn={({ relatedTarget }) => {
        before.current = relatedTarget as Element | null // the focus moves between elements
        setHeld(true)
      }}
      onFocusOut={() => setHeld(false)}
    >
      <p role="status">{notice?.text}</p>
      {notice && (
        <button type="button" class="notice-button" aria-label={words.dismissNotice} onClick={dismiss}>
          <Icon name="close" />
        </button>
      )}
    </div>
  )
}

/** Keeps away from what has the focus, from the form around it, and from where the pointer was used last. */
function useClearEdge(box: { current: HTMLElement | null }, notice: object | undefined): Edge {
  const [edge, setEdge] = useState<Edge>('bottom')

  useLayoutEffect(() => {
    if (!notice) return
    const place = () => {
      const focused = document.activeElement
      if (!box.current || box.current.contains(focused)) return
      const around = focused?.closest('form, .confirm, .menu')
      const used = [pressed, boxOf(focused?.closest('input, button, a')), boxOf(around)].filter((one) => one !== undefined)
      setEdge(clearEdge(box.current.getBoundingClientRect(), edge, innerHeight, used))
    }
    place()
    const events = ['focusin', 'scroll', 'resize'] as const
    for (const event of events) addEventListener(event, place)
    return () => {
      for (const event of events) removeEventListener(event, place)
    }
  }, [notice, edge])
  return edge
}

const boxOf = (element: Element | null | undefined): Box | undefined => element?.getBoundingClientRect()
