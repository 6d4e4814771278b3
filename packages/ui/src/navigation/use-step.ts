import { useEffect, useState } from 'preact/hooks'

/**
 * How far the visitor is, kept in the address's fragment so that Back, Forward and reload work: '' at the start, '#add-account'
 * for another one, '#continue' where the server's state leads, and a page's own fragments for what the visitor chose.
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
