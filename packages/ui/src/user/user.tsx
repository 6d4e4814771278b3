import type { User } from '@frontdesk/contract'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { detailOf, nameOf } from '../components/avatar.js'
import { Brand } from '../components/brand.js'
import { DevelopmentMark } from '../components/development-mark.js'
import { lazily } from '../components/lazily.js'
import { LegalLinks } from '../components/legal-links.js'
import { Notice } from '../components/notice.js'
import { type PageComponents, useFrontDesk } from '../front-desk.js'
import { returningTo } from '../navigation/leave.js'
import { leaveReason } from '../navigation/reason.js'
import { useWords } from '../words/use-words.js'
import { AccountFrame } from './account-frame.js'
import { AccountMenu } from './account-menu.js'
import { Accounts } from './accounts.js'
import { ConnectedAccounts } from './connected-accounts.js'
import { DeleteAccount } from './delete-account.js'
import { Devices } from './devices.js'
import { EmailAddresses } from './email-addresses.js'
import { Password } from './password.js'
import { Profile } from './profile.js'
import { StepUp } from './step-up.js'
import { TwoStep } from './two-step.js'
import './user.css'

const Wallets = lazily(() => import('./wallets.js').then((module) => module.Wallets))
const Passkeys = lazily(() => import('./passkeys.js').then((module) => module.Passkeys))
const PhoneNumbers = lazily(() => import('./phone-numbers.js').then((module) => module.PhoneNumbers))

/** The account page, where users see and change their own account. */
function UserProfile() {
  const { activeSession, settings } = useFrontDesk()
  const words = useWords()
  const wasSignedIn = useRef(false)

  useLayoutEffect(() => {
    document.title = `${words.userProfile.navbar.title} · ${settings.applicationName}`
    if (!activeSession && wasSignedIn.current) leaveReason('signed-out')
    wasSignedIn.current = activeSession !== undefined
    if (!activeSession) location.replace(returningTo(settings.signInUrl, location.href))
  }, [activeSession])

  if (!activeSession) return <AccountFrame />
  // The key resets the form when another account is shown.
  return (
    <>
      <Account key={activeSession.user.id} user={activeSession.user} />
      <Notice />
      <StepUp />
    </>
  )
}

function Account({ user }: { user: User }) {
  const { environment, settings } = useFrontDesk()
  const words = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => heading.current!.focus(), []) // also when another account is shown

  return (
    <>
      <header class="account-bar">
        <Brand settings={settings} href={settings.afterSignInUrl} />
        <DevelopmentMark />
        <AccountMenu user={user} />
      </header>
      <main class="account">
        <div class="account-head">
          <h1 ref={heading} tabIndex={-1}>
            {nameOf(user, words)}
          </h1>
          {detailOf(user) && <p>{detailOf(user)}</p>}
        </div>
        <Profile user={user} />
        <EmailAddresses user={user} />
        {(environment.user_settings.attributes.phone_number || user.phone_numbers.length > 0) && <PhoneNumbers user={user} />}
        <ConnectedAccounts user={user} />
        <Password user={user} />
        {(settings.wallets.length > 0 || user.web3_wallets.length > 0) && <Wallets user={user} />}
        {environment.user_settings.attributes.passkey?.enabled && <Passkeys user={user} />}
        <TwoStep user={user} />
        <Devices />
        <Accounts />
        {user.delete_self_enabled && <DeleteAccount user={user} />}
      </main>
      <footer>
        <LegalLinks />
      </footer>
    </>
  )
}

export const userPage: PageComponents = { Page: UserProfile, Frame: AccountFrame }
