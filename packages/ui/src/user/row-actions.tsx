/** What can be done about a row: each control names the row to screen readers, which may meet it without its line. */
import type { ComponentChildren } from 'preact'
import { CancelButton, Disclosure } from '../components/disclosure.js'
import type { Action } from '../components/use-action.js'

interface RowActionProps {
  label: string
  /** The row, such as its address. */
  of?: string
}

const Label = ({ label, of }: RowActionProps) => (
  <>
    {label}
    {of && <span class="sr-only"> {of}</span>}
  </>
)

interface RowButtonProps extends RowActionProps {
  action: Action
  does(): Promise<void>
}

export const RowButton = ({ action: { busy, perform }, does, ...label }: RowButtonProps) => (
  <button type="button" class="button small quiet" aria-disabled={busy} onClick={() => perform(does)}>
    <Label {...label} />
  </button>
)

export const RowDisclosure = ({ children, ...label }: RowActionProps & { children(close: () => void): ComponentChildren }) => (
  <Disclosure label={<Label {...label} />} class="button small quiet">
    {children}
  </Disclosure>
)

interface RowConfirmProps extends RowButtonProps {
  question: string
  /** The label of the button that does it. */
  answer: string
  class?: 'danger' | 'primary'
}

/** Asks before it does it. */
export const RowConfirm = ({
  question,
  answer,
  action: { busy, perform },
  does,
  class: name = 'danger',
  ...label
}: RowConfirmProps) => (
  <RowDisclosure {...label}>
    {(close) => (
      <div class="confirm">
        <p>{question}</p>
        <button type="button" class={`button small ${name}`} aria-disabled={busy} onClick={() => perform(does)}>
          {answer}
        </button>
        <CancelButton onClick={close} />
      </div>
    )}
  </RowDisclosure>
)
