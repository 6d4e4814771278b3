import type { Words } from '@frontdesk/contract'
import { Icon } from '../components/icon.js'
import type { FrontDesk } from '../front-desk.js'
import type { Begin, WayButton } from './way.js'

export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function'

const settingsOf = ({ environment: { user_settings } }: FrontDesk) =>
  user_settings.attributes.passkey?.enabled ? user_settings.passkey_settings : null

/** The button that asks the browser for a passkey; none where the instance shows none, nor for a new account, which has none yet. */
export const passkeyButtons = (page: FrontDesk, words: Words, of: Begin['of']): WayButton[] =>
  of === 'sign-in' && settingsOf(page)?.show_sign_in_button
    ? [{ strategy: 'passkey', label: words.signIn.start.actionLink__use_passkey, picture: <Icon name="passkey" /> }]
    : []

/** Whether the browser offers passkeys among what it fills in. */
export const offersPasskeys = (page: FrontDesk): boolean => hasPasskeys() && settingsOf(page)?.allow_autofill === true
