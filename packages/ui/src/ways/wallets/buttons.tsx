import type { Words } from '@frontdesk/contract'
import { Icon } from '../../components/icon.js'
import type { FrontDesk } from '../../front-desk.js'
import { fill } from '../../words/fill.js'
import type { WayButton } from '../way.js'

/** One for each kind of wallets that is on. */
export const walletButtons = ({ settings }: FrontDesk, words: Words): WayButton[] =>
  settings.wallets.map(({ strategy, name }) => ({
    strategy,
    label: fill(words.socialButtonsBlockButton, { provider: name }),
    picture: <Icon name="key" />,
  }))
