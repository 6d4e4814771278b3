import { useEffect, useRef, useState } from 'preact/hooks'
import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'
import { useForm } from './form.js'
import './captcha.css'

/** What the script of a widget of Turnstile's kind offers. */
interface Widget {
  render(
    element: HTMLElement,
    options: {
      sitekey: string
      action: string
      size: 'flexible' | 'invisible'
      callback(token: string): void
      'expired-callback'(): void
      'error-callback'(): void
    },
  ): string
  reset(id: string): void
  remove(id: string): void
}

declare global {
  interface Window {
    turnstile?: Widget
  }
}

/** Asks whether there is a person, where the instance wants to know; its script is loaded with it. */
export function Captcha() {
  const { captcha } = useFrontDesk().settings
  const words = useWords()
  const { errors } = useForm()
  const place = useRef<HTMLDivElement>(null)
  const drawn = useRef<string | null>(null)
  const [token, setToken] = useState('')

  useEffect(() => {
    if (!captcha || !place.current) return
    const element = place.current
    const draw = () => {
      drawn.current =
        window.turnstile?.render(element, {
          sitekey: captcha.siteKey,
          action: 'signup',
          size: captcha.widgetType === 'invisible' ? 'invisible' : 'flexible',
          callback: setToken,
          'expired-callback': () => setToken(''),
          'error-callback': () => setToken(''),
        }) ?? null
    }
    if (window.turnstile) draw()
    else loadScript(captcha.scriptUrl, draw)
    return () => {
      if (drawn.current !== null) window.turnstile?.remove(drawn.current)
    }
  }, [])

  // A token can be used once: what was refused needs another.
  const renew = () => {
    if (drawn.current === null) return
    setToken('')
    window.turnstile?.reset(drawn.current)
  }
  useEffect(() => {
    if (Object.keys(errors).length > 0) renew()
  }, [errors])

  return (
    <fieldset class="captcha" aria-label={words.captchaLabel}>
      <div ref={place} />
      <input type="hidden" name="captcha_token" value={token} onReset={renew} />
    </fieldset>
  )
}

function loadScript(address: string, onLoad: () => void): void {
  const url = new URL(address)
  url.searchParams.set('render', 'explicit')
  const script = document.createElement('script')
  script.src = url.href
  script.addEventListener('load', onLoad)
  document.head.append(script)
}
