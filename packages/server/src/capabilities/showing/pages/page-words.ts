/** Which part of the catalogue each page needs, so that none carries the words of the others. */
import type { PageName, Words } from '@frontdesk/contract'

type SectionName = { [Key in keyof Words]: Words[Key] extends string ? never : Key }[keyof Words]

/** A section, or one part of a section. */
type Needed = SectionName | `${SectionName}.${string}`

/** Whatever page somebody is on, there may be something that they have to do first. */
const tasks: Needed[] = [
  'taskSetupMfa',
  'taskResetPassword',
  'signIn.noAvailableMethods',
  'userProfile.mfaTOTPPage',
  'userProfile.backupCodePage',
]

const sections: Record<PageName, Needed[]> = {
  'sign-in': ['signIn', 'userButton', 'unstable__errors', ...tasks],
  'sign-up': ['signUp', 'signIn', 'userButton', 'unstable__errors', ...tasks], // who is signed in already chooses an account
  user: ['userProfile', 'reverification', 'signIn', 'userButton', 'unstable__errors', ...tasks],
  waitlist: ['waitlist', 'signIn', 'signUp', 'unstable__errors'],
  'email-link': ['emailLink', 'unstable__errors'],
  'not-me': ['notMe', 'signUp', 'unstable__errors'],
  inbox: ['inbox', 'unstable__errors'],
}

/** Refusals that only the profile meets. */
const profileErrors = [
  'session_reverification_required',
  'second_factor_missing',
  'phone_number_quota_exceeded',
  'email_address_quota_exceeded',
  'passkey_already_exists',
  'passkey_quota_exceeded',
  'passkey_registration_cancelled',
  'passkey_registration_failed',
  'identification_deletion_failed',
  'last_required_identification_deletion_failed',
  'user_delete_self_not_enabled',
  'avatar_file_size_exceeded',
  'avatar_file_type_invalid',
  'image_too_large',
  'image_type_not_supported',
] satisfies Array<keyof Words['unstable__errors']>

/** The words that stand for themselves, and the page's sections, with the name of the application, which any text may hold. */
export function pageWords(words: Words, page: PageName, applicationName: string): Partial<Words> {
  const needed = Object.entries(words).flatMap(([key, value]) => {
    const part = typeof value === 'string' ? value : partOf(value, key, sections[page])
    return part === null ? [] : [[key, named(key === 'unstable__errors' ? errorsOn(page, part) : part, applicationName)]]
  })
  return Object.fromEntries(needed)
}

function errorsOn(page: PageName, errors: string | Section): string | Section {
  if (page === 'user') return errors
  return Object.fromEntries(Object.entries(errors).filter(([code]) => !(profileErrors as string[]).includes(code)))
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
