import type { Words } from '@frontdesk/contract'
import type { FrontDesk } from '../../front-desk.js'
import { fill } from '../../words/fill.js'
import type { WayButton } from '../way.js'
import { ProviderMark } from './mark.js'

/** One for each provider by which people sign in, in the order of the settings. */
export const socialButtons = ({ environment }: FrontDesk, words: Words): WayButton[] =>
  Object.values(environment.user_settings.social)
    .filter(({ authenticatable }) => authenticatable)
    .map(({ strategy, name, logo_url }) => ({
      strategy,
      label: fill(words.socialButtonsBlockButton, { provider: name }),
      picture: <ProviderMark strategy={strategy} name={name} logoUrl={logo_url} />,
    }))
