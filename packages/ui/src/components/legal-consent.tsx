import { useId } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'
import { fillWith } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { useForm } from './form.js'

/** What somebody agrees to before they get an account. Nothing is ticked for them. */
export function LegalConsent() {
  const name = 'legal_accepted'
  const id = useId()
  const words = useWords()
  const { errors, clear } = useForm()
  const error = errors[name]
  return (
    <div class="field consent">
      <div class="checkbox">
        <input
          id={id}
          type="checkbox"
          name={name}
          required
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-note`}
          onInput={() => clear(name)}
        />
        <label for={id}>
          <ConsentText />
        </label>
      </div>
      <p id={`${id}-note`} class={`note${error ? ' error' : ''}`}>
        {error ? words.unstable__errors.form_param_missing__legal_accepted : undefined}
      </p>
    </div>
  )
}

function ConsentText() {
  const { termsUrl, privacyUrl } = useFrontDesk().settings
  const words = useWords()
  // In tabs of their own: what was typed into the form stays.
  const link = (href: string, text: string) => (
    <a href={href} target="_blank" rel="noreferrer">
      {text}
    </a>
  )
  const terms = link(termsUrl, words.footerPageLink__terms)
  const privacy = link(privacyUrl, words.footerPageLink__privacy)
  if (termsUrl && privacyUrl) return <>{fillWith(words.formFieldCheckbox__legalConsent_links, { terms, privacy })}</>
  if (termsUrl) return <>{fillWith(words.formFieldCheckbox__legalConsent_terms, { terms })}</>
  if (privacyUrl) return <>{fillWith(words.formFieldCheckbox__legalConsent_privacy, { privacy })}</>
  return <>{words.formFieldCheckbox__legalConsent}</>
}
