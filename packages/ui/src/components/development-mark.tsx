import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'

/** Says that this is not the real thing, and where its mail is. */
export function DevelopmentMark() {
  const { settings } = useFrontDesk()
  const words = useWords()
  if (settings.environment !== 'development') return null
  return (
    <p class="development">
      {words.developmentMode}{' '}
      <a href="/__frontdesk/inbox" target="_blank" rel="noreferrer">
        {words.developmentInbox}
      </a>
    </p>
  )
}
