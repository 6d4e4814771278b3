import { useEffect, useState } from 'preact/hooks'

/**
 * The current step, kept in the URL's fragment so that Back, Forward and reload work: '' is the start, '#add-account' adds another
 * account, '#continue' shows what the server's state requires, and each page has further fragments for the visitor's own choices.
 */
export function useStep(): [string, (step: string) => void] {
  const [step, setStep] = useState(location.hash)

  useEffect(() => {
    const follow = () => setStep(location.hash)
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])

  return [
    step,
    (next) => {
      if (next === step) return
      history.pushState(null, '', next || location.pathname + location.search)
      setStep(next)
    },
  ]
}
