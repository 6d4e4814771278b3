import { useFrontDesk } from '../front-desk.js'
import { useWords } from '../words/use-words.js'

/** Says where the link works, which the instance's settings decide. */
export function WaitingForLink() {
  const { settings } = useFrontDesk()
  const { waiting, waiting__anyDevice } = useWords().signIn.emailLink
  return <p>{settings.linksWork === 'here' ? waiting : waiting__anyDevice}</p>
}
