/** Which part of the catalogue each page needs, so that none carries the words of the others. */
import type { PageName, Words } from '@frontdesk/contract'
import { takesWallets } from '../../entering/factors/wallet.js'
import type { Settings } from '../../ground/settings/settings.js'

type SectionName = { [Key in keyof Words]: Words[Key] extends string ? never : Key }[keyof Words]

/** A section, or one part of a section. */
type Needed = SectionName | `${SectionName}.${string}`

/** Whatever page somebody is on, there may be something that they have to do first. */
const setUp: Needed[] = ['taskSetupMfa', 'userProfile.mfaTOTPPage', 'userProfile.backupCodePage']
const setUpByPhone: Needed[] = [
  'userProfile.phoneNumberPage',
  'userProfile.formButtonPrimary__add',
  'userProfile.formButtonReset',
]
const tasks: Needed[] = [...setUp, ...setUpByPhone, 'taskResetPassword', 'signIn.noAvailableMethods']

const sections: Record<PageName, Needed[]> = {
  'sign-in': ['signIn', 'userButton', 'unstable__errors', ...tasks],
  'sign-up': ['signUp', 'signIn', 'userButton', 'unstable__errors', ...tasks], // who is signed in already chooses an account
  user: ['userProfile', 'reverification', 'signIn', 'userButton', 'unstable__errors', ...tasks],
  waitlist: ['waitlist', 'signIn', 'signUp', 'unstable__errors'],
  'email-link': ['emailLink', 'unstable__errors'],
  'not-me': ['notMe', 'signUp', 'unstable__errors'],
  inbox: ['inbox', 'unstable__errors'],
}

/** What decides which words a page can need. */
export interface PageFor {
  page: PageName
  settings: Settings
  /** Whether a ticket stands in its address. */
  hasTicket: boolean
}

/** Whether the page can meet a refusal, by the beginning of its code; the first line that fits decides. */
function canMeet(code: string, { page, settings, hasTicket }: PageFor): boolean {
  const { attributes, signIn, secondFactors, social, captcha } = settings
  const isProfile = page === 'user'
  const lines: Array<[beginning: RegExp, isMet: boolean]> = [
    [/^passkey_(already|quota|registration)/, isProfile],
    [/^passkey_/, signIn.passkey || secondFactors.passkey],
    [/^(oauth_|external_account_|account_transfer_)/, Object.keys(social).length > 0],
    [/^(ticket_|sign_in_token_|invitation_|revoked_invitation)/, hasTicket],
    [/^captcha_/, captcha.siteKey !== '' && page === 'sign-up'],
    [/web3/, takesWallets(settings)],
    [/phone_number|country_code/, attributes.phoneNumber !== 'off' || secondFactors.phoneCode],
    [/^(totp_|second_factor_)/, isProfile || secondFactors.totp],
    [/^(session_reverification|email_address_quota|identification_|last_required|user_delete|avatar_|image_)/, isProfile],
  ]
  return lines.find(([beginning]) => beginning.test(code))?.[1] ?? true
}

/** Parts of the sign-in that stand for ways which may be off. */
function isOffered(part: string, { settings }: PageFor): boolean {
  const { attributes, signIn, secondFactors } = settings
  const offered: Record<string, boolean> = {
    passkey: signIn.passkey || secondFactors.passkey,
    phoneCode: attributes.phoneNumber !== 'off' || secondFactors.phoneCode,
    web3Wallet: takesWallets(settings),
    emailLink: signIn.emailLink,
    totpMfa: secondFactors.totp,
    backupCodeMfa: secondFactors.backupCode,
  }
  return offered[part] ?? true
}

/** The words that stand for themselves, and the page's sections, with the name of the application, which any text may hold. */
export function pageWords(words: Words, asked: PageFor): Partial<Words> {
  const { applicationName } = asked.settings.branding
  const needed = Object.entries(words).flatMap(([key, value]) => {
    const part = typeof value === 'string' ? value : partOf(value, key, sectionsOf(asked))
    return part === null ? [] : [[key, named(withoutUnmet(key, part, asked), applicationName)]]
  })
  return Object.fromEntries(needed)
}

function sectionsOf({ page, settings: { secondFactors } }: PageFor): Needed[] {
  if (page === 'user') return sections.user
  const isSetUp = secondFactors.totp || secondFactors.required
  const isSetUpByPhone = secondFactors.required && secondFactors.phoneCode
  const unneeded = [...(isSetUp ? [] : setUp), ...(isSetUpByPhone ? [] : setUpByPhone)]
  return sections[page].filter((section) => !unneeded.includes(section))
}

function withoutUnmet(name: string, part: string | Section, asked: PageFor): string | Section {
  const isMet = { unstable__errors: canMeet, signIn: isOffered }[name]
  if (!isMet || typeof part === 'string') return part
  return Object.fromEntries(Object.entries(part).filter(([key]) => isMet(key, asked)))
}

interface Section {
  [key: string]: string | Section
}

/** The section, if it is needed as a whole, else those of its parts that are; null for none. */
function partOf(section: Section, name: string, needed: string[]): Section | null {
  if (needed.includes(name)) return section
  const parts = Object.entries(section).filter(([part]) => needed.includes(`${name}.${part}`))
  return parts.length > 0 ? Object.fromEntries(parts) : null
}

function named(value: string | Section, applicationName: string): string | Section {
  if (typeof value === 'string') return value.replaceAll('{{applicationName}}', () => applicationName)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner, applicationName)]))
}

/** What the browser's tab says until the page's script knows more: for the first two, what the link from each to the other says. */
export function pageTitle(words: Words, page: PageName): string {
  const titles: Record<PageName, string> = {
    'sign-in': words.signUp.start.actionLink,
    'sign-up': words.signIn.start.actionLink,
    user: words.userProfile.navbar.title,
    waitlist: words.waitlist.start.title,
    'email-link': words.emailLink.title,
    'not-me': words.notMe.title,
    inbox: words.inbox.title,
  }
  return titles[page]
}
