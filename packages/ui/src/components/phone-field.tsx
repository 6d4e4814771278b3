import { useEffect, useState } from 'preact/hooks'
import { useWords } from '../words/use-words.js'
import { Field } from './field.js'
import './phone-field.css'

type Numbers = typeof import('./phone-numbers.js')

interface PhoneFieldProps {
  label: string
  name: string
  value?: string
  required?: boolean
  autoFocus?: boolean
  autoComplete?: string
  hint?: string
}

/**
 * A phone number with the choice of its country, for those who don't type its code. The list is the browser's own, so that every keyboard
 * and screen reader knows it; until it is there, the number is typed with its code.
 */
export function PhoneField({ value = '', name, autoComplete = 'tel', ...field }: PhoneFieldProps) {
  const words = useWords()
  const [numbers, setNumbers] = useState<Numbers>()
  const [country, setCountry] = useState('')
  const [typed, setTyped] = useState(value)

  useEffect(() => {
    import('./phone-numbers.js').then(
      (module) => {
        setNumbers(module)
        setCountry(module.readNumber(value, module.likelyCountry(navigator.languages)).country)
      },
      () => {}, // the number is typed with its code, then
    )
  }, [])

  const type = (text: string) => {
    setTyped(text)
    if (numbers) setCountry(numbers.readNumber(text, country).country)
  }
  return (
    <Field
      {...field}
      name={name}
      type="tel"
      inputMode="tel"
      dir="ltr"
      autoComplete={autoComplete}
      defaultValue={value}
      onInput={(event) => type(event.currentTarget.value)}
      frame={(textbox) => (
        <div class="field-frame phone-frame">
          {numbers && (
            <span class="phone-country">
              <span aria-hidden="true" dir="ltr">
                {numbers.callingCodeOf(country)}
              </span>
              <select
                aria-label={words.formFieldLabel__phoneCountry}
                value={country}
                onChange={(event) => setCountry(event.currentTarget.value)}
              >
                {numbers.countriesIn(words.locale).map(({ code, name: country }) => (
                  <option key={code} value={code}>
                    {country}
                  </option>
                ))}
              </select>
            </span>
          )}
          {textbox}
          {numbers && <input type="hidden" name={name} value={typed && numbers.readNumber(typed, country).number} />}
        </div>
      )}
    />
  )
}
