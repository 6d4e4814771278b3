/**
 * Every way to sign in that the pages know, one row each. To add one, add a row and its file:
 *
 * - a **screen** stands wherever the server offers the row's strategy: first factor, second factor, or when a session is verified again.
 *   It gets `WayProps` and calls `prepare` and `attempt`, never the API itself, so that it fits all three. Import it by `lazily`.
 * - **buttons** stand on the first screen of sign-in and sign-up; what they do is in a module that `press` fetches.
 * - **attend** is what happens on the first screen without a button.
 *
 * The order is that of the list of methods, and of preference: the first row with a screen that the server offers is shown first. Buttons
 * stand in this order, too.
 */
import { lazily } from '../components/lazily.js'
import { fill } from '../words/fill.js'
import { EmailCode } from './email-code.js'
import { hasPasskeys, offersPasskeys, passkeyButtons } from './passkey-button.js'
import { Password } from './password.js'
import { socialButtons } from './social/buttons.js'
import { isBack } from './social/return-mark.js'
import { walletButtons } from './wallets/buttons.js'
import type { Way } from './way.js'

const wallet = () => import('./wallets/wallet.js')
const PhoneCode = lazily(() => import('./phone-code.js').then((module) => module.PhoneCode))

export const ways: readonly Way[] = [
  {
    strategy: 'password',
    fragment: '#password',
    icon: 'key',
    label: (words) => words.signIn.alternativeMethods.blockButton__password,
    screen: Password,
  },
  {
    strategy: 'passkey',
    fragment: '#passkey',
    icon: 'passkey',
    label: (words) => words.signIn.alternativeMethods.blockButton__passkey,
    screen: lazily(() => import('./passkey-screen.js').then(({ PasskeyScreen }) => PasskeyScreen)),
    isPossible: hasPasskeys,
    buttons: passkeyButtons,
    press: () => import('./passkey.js').then((module) => module.press),
    attend: {
      isDue: offersPasskeys,
      needsForm: true,
      load: () => import('./passkey.js').then((module) => module.attend),
    },
  },
  {
    strategy: 'email_code',
    fragment: '#email-code',
    icon: 'mail',
    label: (words, { safe_identifier = '' }) =>
      fill(words.signIn.alternativeMethods.blockButton__emailCode_short, { identifier: safe_identifier }),
    screen: EmailCode,
  },
  {
    strategy: 'phone_code',
    fragment: '#phone-code',
    icon: 'phone',
    label: (words) => words.signIn.alternativeMethods.blockButton__phoneCode_short,
    screen: PhoneCode,
  },
  {
    strategy: 'email_link',
    fragment: '#email-link',
    icon: 'mail',
    label: (words) => words.signIn.alternativeMethods.blockButton__emailLink,
    screen: lazily(() => import('./email-link.js').then(({ EmailLink }) => EmailLink)),
  },
  {
    strategy: 'oauth_*',
    icon: 'leave',
    label: (words, { strategy }) => fill(words.socialButtonsBlockButton, { provider: strategy.replace('oauth_', '') }),
    buttons: socialButtons,
    press: () => import('./social/press.js').then((module) => module.goToProvider),
    attend: {
      isDue: (_, address) => isBack(address),
      isAwaited: true,
      load: () => import('./social/come-back.js').then((module) => module.comeBack),
    },
  },
  {
    strategy: 'web3_*',
    fragment: '#wallet',
    icon: 'key',
    label: (words) => words.signIn.web3Wallet.title,
    screen: lazily(() => wallet().then(({ WalletScreen }) => WalletScreen)),
    buttons: walletButtons,
    press: () => wallet().then(({ enterWithWallet }) => enterWithWallet),
  },
  {
    strategy: 'reset_password_email_code',
    fragment: '#reset-password',
    icon: 'renew',
    label: (words) => words.signIn.forgotPasswordAlternativeMethods.blockButton__resetPassword,
    screen: EmailCode,
    isReset: true,
  },
  {
    strategy: 'totp',
    fragment: '#authenticator',
    icon: 'phone',
    label: (words) => words.signIn.alternativeMethods.blockButton__totp,
    screen: lazily(() => import('./totp.js').then(({ TotpCode }) => TotpCode)),
  },
  {
    strategy: 'backup_code',
    fragment: '#backup-code',
    icon: 'key',
    label: (words) => words.signIn.alternativeMethods.blockButton__backupCode,
    screen: lazily(() => import('./backup-code.js').then(({ BackupCode }) => BackupCode)),
  },
  {
    strategy: 'reset_password_phone_code',
    fragment: '#reset-password-by-phone',
    icon: 'renew',
    label: (words) => words.signIn.forgotPasswordAlternativeMethods.blockButton__resetPassword,
    screen: PhoneCode,
    isReset: true,
  },
  {
    strategy: 'ticket',
    icon: 'mail',
    label: (words) => words.signIn.start.title, // it is never listed: a ticket comes in the page's address
    attend: {
      isDue: (_, address) => address.searchParams.has('__clerk_ticket'),
      isAwaited: true,
      load: () => import('./ticket.js').then(({ redeemTicket }) => redeemTicket),
    },
  },
]
