import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'

/** The terms of service and the privacy policy, where the deployment names them. */
export function LegalLinks() {
  const { termsUrl, privacyUrl } = useFrontDesk().settings
  const words = useWords()
  if (!termsUrl && !privacyUrl) return null
  return (
    <p class="legal-links">
      {termsUrl && <a href={termsUrl}>{words.footerPageLink__terms}</a>}
      {privacyUrl && <a href={privacyUrl}>{words.footerPageLink__privacy}</a>}
    </p>
  )
}
