import type { Words } from '@frontdesk/contract'
import { type ComponentChildren, createContext } from 'preact'
import { useContext, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { RequestFailure, whenPassed } from '../client/failure.js'
import { errorText } from '../words/error-text.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { hideNotice } from './notify.js'
import './form.css'

/** Messages by the API's parameter name; the name '' is the whole form. */
export type FieldErrors = Record<string, string>
export type Values = Record<string, string>

const Context = createContext<{ errors: FieldErrors; busy: boolean; clear(name: string): void }>({
  errors: {},
  busy: false,
  clear() {},
})
export const useForm = () => useContext(Context)

interface FormProps {
  /** Receives the values by name. If it throws a RequestFailure, the messages are shown at the fields that it names. */
  onSubmit(values: Values): Promise<unknown>
  initialErrors?: FieldErrors | undefined
  /** A message that does not come from submitting this form. */
  problem?: string | undefined
  class?: string
  children: ComponentChildren
}

/** A form that shows each error at its field and moves the focus there; below its button, where it moves nothing, what is about the whole. */
export function Form({ onSubmit, initialErrors = {}, problem, children, ...rest }: FormProps) {
  const words = useWords()
  const [errors, setErrors] = useState(initialErrors)
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const sending = useRef(false) // a ref, because state changes with the next render: a second Enter would get through

  const mending = useRef(false) // while one of several errors is mended, the focus stays there

  useLayoutEffect(() => {
    if (mending.current || Object.keys(errors).length === 0) return
    hideNotice()
    const invalid = form.current?.querySelector<HTMLInputElement>('[aria-invalid=true]')
    invalid?.focus()
    invalid?.select()
  }, [errors])

  const submit = async (event: SubmitEvent) => {
    event.preventDefault()
    if (sending.current || !form.current) return
    const missing = incompleteFields(form.current, words)
    mending.current = false
    if (Object.keys(missing).length) return setErrors(missing)

    sending.current = true
    setBusy(true)
    hideNotice()
    setErrors((before) => (Object.keys(before).length ? {} : before))
    try {
      await onSubmit(valuesOf(form.current))
    } catch (error) {
      if (!(error instanceof RequestFailure)) throw error
      if (!form.current) return // the person has left this screen
      const placed = placeErrors(errorsByField(error, words), form.current)
      setErrors(placed)
      whenPassed(error, () => setErrors((present) => (present === placed ? {} : present)))
    } finally {
      sending.current = false
      setBusy(false)
    }
  }

  const clear = (name: string) => {
    mending.current = true
    if (errors[name] ?? errors['']) setErrors(({ [name]: _, '': __, ...others }) => others)
  }

  return (
    // Outside of a dialog this method sends nothing, so that no password goes into the address before there is a script.
    <form noValidate method="dialog" ref={form} onSubmit={submit} aria-busy={busy} {...rest}>
      <Context.Provider value={{ errors, busy, clear }}>
        <Alert text={problem} />
        {children}
        <Alert text={errors['']} />
      </Context.Provider>
    </form>
  )
}

/** A message about the whole form. Always rendered, so that screen readers announce its text when it changes. */
export function Alert({ text }: { text: string | undefined }) {
  useLayoutEffect(() => {
    if (text) hideNotice()
  }, [text])
  return (
    <p role="alert" class="alert">
      {text}
    </p>
  )
}

export function SubmitButton({ children, class: name = 'button primary' }: { children?: ComponentChildren; class?: string }) {
  const words = useWords()
  const { busy } = useForm()
  // aria-disabled, because a disabled button would lose the focus.
  return (
    <button type="submit" class={name} aria-disabled={busy}>
      {children ?? words.formButtonPrimary}
    </button>
  )
}

/** The server's messages by field name; messages without a field are stored under ''. */
export function errorsByField(failure: RequestFailure, words: Words): FieldErrors {
  const errors: FieldErrors = {}
  for (const line of failure.lines) errors[line.meta?.param_name ?? ''] ??= errorText(words, line)
  return errors
}

/** Moves messages for fields that this form lacks to '', so that they are seen. */
function placeErrors(errors: FieldErrors, form: HTMLFormElement): FieldErrors {
  const placed: FieldErrors = {}
  for (const [name, message] of Object.entries(errors)) {
    placed[form.querySelector(`[name="${CSS.escape(name)}"][aria-describedby]`) ? name : ''] ??= message
  }
  return placed
}

function incompleteFields(form: HTMLFormElement, words: Words): FieldErrors {
  const errors: FieldErrors = {}
  for (const input of form.querySelectorAll('input')) {
    const paramName = input.labels?.[0]?.textContent ?? ''
    if (input.required && (input.type === 'checkbox' ? !input.checked : !typedValue(input)))
      errors[input.name] = input.title || fill(words.unstable__errors.form_param_nil, { paramName }) // a title says what to type
    else if (input.type === 'email' && !/.@./.test(input.value))
      errors[input.name] = words.unstable__errors.form_param_format_invalid__email_address
    else if (input.validity.patternMismatch) errors[input.name] = input.title
  }
  return errors
}

function valuesOf(form: HTMLFormElement): Values {
  const values: Values = {}
  for (const input of form.querySelectorAll('input')) {
    if (input.type === 'checkbox') values[input.name] = String(input.checked)
    else values[input.name] = typedValue(input)
  }
  return values
}

/** Trimmed, except for passwords. */
const typedValue = ({ name, value }: HTMLInputElement): string => (name.includes('password') ? value : value.trim())
