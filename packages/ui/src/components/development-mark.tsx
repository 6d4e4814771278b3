import { useFrontDesk } from '../front-desk.js'

/** Says that this is not the real thing, and where its mail is. */
export function DevelopmentMark() {
  const { settings } = useFrontDesk()
  if (settings.environment !== 'development') return null
  return (
    <p class="development">
      Development mode.{' '}
      <a href="/__frontdesk/inbox" target="_blank" rel="noreferrer">
        Open the inbox
      </a>
    </p>
  )
}
