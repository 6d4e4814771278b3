import type { ComponentChildren, InputHTMLAttributes, LooseInputHTMLAttributes } from 'preact'
import { useId, useRef, useState } from 'preact/hooks'
import { useWords } from '../words/use-words.js'
import { useForm } from './form.js'
import { ShortLabel } from './short-label.js'
import { typedCode } from './typed-code.js'

interface FieldProps extends Omit<LooseInputHTMLAttributes, 'name' | 'label' | 'required'> {
  label: string
  /** The API's name for the parameter, so that the server's errors are shown at this field. */
  name: string
  required?: boolean
  hint?: string | undefined
  /** A link that belongs to the field, shown beside its label. */
  aside?: ComponentChildren
  /** A control inside the field's frame. */
  control?: ComponentChildren
  /** Draws the frame around the textbox another way. */
  frame?(textbox: ComponentChildren): ComponentChildren
}

/** A labelled textbox with room below it for its hint or error. */
export function Field({ label, name, hint, aside, control, frame, onInput, ...input }: FieldProps) {
  const id = useId()
  const words = useWords()
  const { errors, clear } = useForm()
  const error = errors[name]
  const optional = !input.required && !aside && words.formFieldHintText__optional
  const textbox = (
    <input
      {...(input as InputHTMLAttributes)} // Preact's types need a literal `type`
      id={id}
      name={name}
      dir={input.type === 'email' ? 'ltr' : undefined}
      aria-invalid={error ? true : undefined}
      aria-describedby={optional ? `${id}-optional ${id}-note` : `${id}-note`}
      onInput={(event) => {
        clear(name)
        onInput?.(event)
      }}
    />
  )
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {frame?.(textbox) ?? (
        <div class="field-frame">
          {textbox}
          {control}
        </div>
      )}
      {aside && <div class="field-aside">{aside}</div>}
      {optional && (
        <span id={`${id}-optional`} class="field-aside">
          {optional}
        </span>
      )}
      <p id={`${id}-note`} class={`note${hint ? ' hint' : ''}${error ? ' error' : ''}`}>
        {error ?? hint}
      </p>
    </div>
  )
}

type PasswordFieldProps = Omit<FieldProps, 'control' | 'type' | 'autoComplete'> & {
  autoComplete: 'current-password' | 'new-password'
}

export function PasswordField(props: PasswordFieldProps) {
  const words = useWords()
  const [shown, setShown] = useState(false)
  return (
    <Field
      required
      {...props}
      type={shown ? 'text' : 'password'}
      autoCapitalize="none"
      autoCorrect="off"
      spellcheck={false}
      control={
        <button type="button" class="field-control" onClick={() => setShown(!shown)}>
          {shown ? (
            <ShortLabel shown={words.formFieldAction__hidePassword} spoken={words.formFieldAction__hidePassword_label} />
          ) : (
            <ShortLabel shown={words.formFieldAction__showPassword} spoken={words.formFieldAction__showPassword_label} />
          )}
        </button>
      }
    />
  )
}

/** One textbox for the six digits, so that paste and one-time-code autofill work; a code that leaves no doubt is sent at once. */
export function CodeField({ label }: { label: string }) {
  const words = useWords()
  const [filled, setFilled] = useState(0)
  const sent = useRef('') // of this code, so that a stray letter behind it is not another try
  const take = (input: HTMLInputElement, text: string) => {
    const { digits, isSure } = typedCode(text)
    if (input.value !== digits) input.value = digits // writing would interrupt an input method
    if (isSure && digits !== sent.current) input.form?.requestSubmit()
    sent.current = isSure ? digits : ''
    setFilled(input.value.length)
  }
  return (
    <Field
      label={label}
      name="code"
      type="text"
      inputMode="numeric"
      autoComplete="one-time-code"
      pattern="\p{Nd}{6}"
      title={words.formFieldError__code}
      required
      frame={(textbox) => (
        <div class="code-frame">
          <div class="cells" aria-hidden="true">
            {[0, 1, 2, 3, 4, 5].map((place) => (
              <span key={place} class={place === Math.min(filled, 5) ? 'cell current' : 'cell'} />
            ))}
          </div>
          {textbox}
        </div>
      )}
      onPaste={(event) => {
        // Replaces the old code, which would otherwise come first.
        event.preventDefault()
        sent.current = ''
        take(event.currentTarget, event.clipboardData?.getData('text') ?? '')
      }}
      onInput={(event) => take(event.currentTarget, event.currentTarget.value)}
    />
  )
}

/** Invisible and not focusable, but fillable: tells password managers which account a password belongs to. */
export function HiddenField({
  name,
  value,
  ...rest
}: {
  name: string
  value?: string
  type: 'text' | 'password'
  autoComplete: string
}) {
  const type = rest as InputHTMLAttributes // Preact's types need a literal `type`
  return <input {...type} name={name} defaultValue={value} class="for-managers" tabIndex={-1} aria-hidden="true" />
}

export function Checkbox({ name, label }: { name: string; label: string }) {
  return (
    <label class="checkbox">
      <input type="checkbox" name={name} defaultChecked />
      {label}
    </label>
  )
}
