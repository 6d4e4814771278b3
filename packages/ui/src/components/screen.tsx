import type { ComponentChildren } from 'preact'
import { useContext, useLayoutEffect, useRef } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'
import { announce } from './announce.js'
import { Brand } from './brand.js'
import { DevelopmentMark } from './development-mark.js'
import { InDialog } from './in-dialog.js'
import { LegalLinks } from './legal-links.js'
import { Spinner } from './waiting.js'
import './card.css'

interface ScreenProps {
  title: string
  /** One sentence that says what to do here. */
  lead?: ComponentChildren
  children?: ComponentChildren
  /** The link to the other page, sign-in or sign-up. */
  foot?: ComponentChildren
}

/**
 * One step, on a card. When it appears, its title is announced and its first field gets the focus; give each step its own `key`. While the
 * page waits, only the brand is seen: the rest gives the card its size.
 */
export function Screen({ title, lead, children, foot }: ScreenProps) {
  const { isWaiting, settings } = useFrontDesk()
  const card = useRef<HTMLDivElement>(null)
  const inDialog = useContext(InDialog)

  useLayoutEffect(() => {
    if (isWaiting) return
    if (!inDialog) {
      document.title = `${title} · ${settings.applicationName}`
      announce(title)
    }
    if (card.current!.contains(document.activeElement)) return // somebody has begun before the script arrived
    const field = card.current!.querySelector<HTMLElement>('input:not([aria-hidden])')
    const heading = card.current!.querySelector<HTMLElement>('h1, h2')
    ;(field ?? heading)!.focus()
  }, [])

  if (inDialog) {
    return (
      <div class="dialog-screen" ref={card}>
        <h2 tabIndex={-1}>{title}</h2>
        {lead && <p class="lead">{lead}</p>}
        {children}
      </div>
    )
  }
  return (
    <>
      <main class="card-page" aria-busy={isWaiting || undefined}>
        <div class="card" ref={card}>
          <Brand settings={settings} />
          {isWaiting && <Spinner />}
          <h1 tabIndex={-1}>{title}</h1>
          {lead && <p class="lead">{lead}</p>}
          {children}
          {foot && <p class="card-foot">{foot}</p>}
        </div>
      </main>
      <footer>
        <LegalLinks />
        <DevelopmentMark />
      </footer>
    </>
  )
}
