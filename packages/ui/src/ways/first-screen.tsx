import type { ComponentChildren } from 'preact'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import type { Begin } from './way.js'
import { useWayButtons, WayButtons } from './way-buttons.js'

interface FormAndButtonsProps {
  of: Begin['of']
  begin(strategy: string): Begin
  form: ComponentChildren
}

/** What stands on the first screen of sign-in and sign-up: the form and the buttons, in the order that the instance's settings say. */
export function FormAndButtons({ of, begin, form }: FormAndButtonsProps) {
  const { settings } = useFrontDesk()
  const words = useWords()
  const hasButtons = useWayButtons(of).length > 0
  if (!hasButtons) return <>{form}</>

  const buttons = <WayButtons of={of} begin={begin} />
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
