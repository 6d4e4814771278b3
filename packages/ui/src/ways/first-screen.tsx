import type { ComponentChildren } from 'preact'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import type { Begin } from './way.js'
import { useWayButtons, WayButtons } from './way-buttons.js'

/** What stands on the first screen of sign-in and sign-up: the form and the buttons, in the order that the instance's settings say. */
export function FormAndButtons({ begin, form }: { begin(strategy: string): Begin; form: ComponentChildren }) {
  const { settings } = useFrontDesk()
  const words = useWords()
  const hasButtons = useWayButtons().length > 0
  if (!hasButtons) return <>{form}</>

  const buttons = <WayButtons begin={begin} />
  if (!form) return buttons
  const divider = <p class="either-or">{words.dividerText}</p>
  return settings.socialButtons === 'first' ? (
    <>
      {buttons}
      {divider}
      {form}
    </>
  ) : (
    <>
      {form}
      {divider}
      {buttons}
    </>
  )
}
