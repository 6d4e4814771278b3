/** Which part of the catalogue each page needs, so that none carries the words of the others. */
import type { PageName, Words } from '@frontdesk/contract'

type SectionName = { [Key in keyof Words]: Words[Key] extends string ? never : Key }[keyof Words]

const sections: Record<PageName, SectionName[]> = {
  'sign-in': ['signIn', 'userButton', 'unstable__errors'],
  'sign-up': ['signUp', 'signIn', 'userButton', 'unstable__errors'], // who is signed in already chooses an account
  user: ['userProfile', 'userButton', 'unstable__errors'],
  'not-me': ['notMe', 'signUp', 'unstable__errors'],
  inbox: ['inbox', 'unstable__errors'],
}

/** The words that stand for themselves, and the page's sections, with the name of the application, which any text may hold. */
export function pageWords(words: Words, page: PageName, applicationName: string): Partial<Words> {
  const needed = Object.entries(words).filter(
    ([key, value]) => typeof value === 'string' || (sections[page] as string[]).includes(key), // widened only to ask
  )
  return Object.fromEntries(needed.map(([key, value]) => [key, named(value, applicationName)]))
}

interface Section {
  [key: string]: string | Section
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
    'not-me': words.notMe.title,
    inbox: words.inbox.title,
  }
  return titles[page]
}
