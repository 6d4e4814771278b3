/**
 * Where each page is, and which of them are ours. One that is switched off is the app's: where its variable says, else at the usual path, so
 * that whatever leads to a page leads to the app's.
 */
import { variable } from '@frontdesk/contract/options'

export const usualPages = { signIn: '/sign-in', signUp: '/sign-up', user: '/user', waitlist: '/waitlist', signOut: '/sign-out' }

export type PageKey = keyof typeof usualPages

export interface Pages {
  /** A path, or the whole address of a page of the app's. */
  pages: Record<PageKey, string>
  ownPages: readonly PageKey[]
}

/** `false` switches a page off. */
export function pagesOf(chosen: Record<PageKey, string | false>): Pages {
  const ofTheApp: Partial<Record<PageKey, string | undefined>> = {
    signIn: variable('CLERK_SIGN_IN_URL'),
    signUp: variable('CLERK_SIGN_UP_URL'),
  }
  const keys = Object.keys(usualPages) as PageKey[] // all of them
  const addresses = keys.map((key) => [key, chosen[key] || (ofTheApp[key] ?? usualPages[key])] as const)
  return {
    pages: Object.fromEntries(addresses) as Pages['pages'], // as above
    ownPages: keys.filter((key) => chosen[key] !== false),
  }
}

/** Those of our pages that answer below their path, too: it holds the step that a page shows. */
export const pagesWithSteps = ['signIn', 'signUp', 'user', 'waitlist'] as const satisfies PageKey[]
