/**
 * Texts that an app brings, such as an object of `@clerk/localizations`, laid over ours. They are looked for in our catalogue's own places
 * only, and what can't be shown as it is gives way to our text.
 */
import type { Words } from '@frontdesk/contract'
import type { Language } from './languages.js'

interface Texts {
  [key: string]: string | Texts
}

/** `{{name}}`, also with blanks, and with a modifier or a default behind a `|`, which are left away. */
const placeholder = /\{\{\s*(\w+)\s*(?:\|[^{}]*)?\}\}/g

/** Places that Clerk's objects don't have, and where they say as much. */
const saidElsewhere: Array<[ours: string, theirs: string]> = [
  ['signIn.password.formButtonPrimary', 'formButtonPrimary'],
  ['signIn.emailCode.formButtonPrimary', 'formButtonPrimary'],
  ['signIn.alternativeMethods.blockButton__emailCode_short', 'signIn.alternativeMethods.blockButton__emailCode'],
  ['signUp.formButtonPrimary', 'formButtonPrimary'],
  ['userProfile.passwordPage.formButtonPrimary', 'userProfile.formButtonPrimary__save'],
  ['userProfile.profilePage.successMessage__imageChanged', 'userProfile.profilePage.successMessage'],
  ['userProfile.profilePage.successMessage__imageRemoved', 'userProfile.profilePage.successMessage'],
  ['signOut.title', 'userButton.action__signOut'],
  ['signOut.question', 'userButton.action__signOut'],
  ['signOut.primaryButton', 'userButton.action__signOut'],
]

/** Whether there is a text in any place that the catalogue has. */
export const bringsTexts = (ours: object, given: unknown): boolean =>
  Object.entries(ours).some(([key, own]) => {
    if (key === 'locale') return false
    const theirs = valueIn(given, key)
    return typeof own === 'string' ? textFrom(theirs, own) !== null : bringsTexts(own, theirs)
  })

/** `base` has what is missing; it `isForeign` where that is another language. */
export function localize(base: Words, given: object, { dir, isForeign }: Pick<Language, 'dir'> & { isForeign: boolean }): Words {
  const setApart = dir === 'rtl' ? isolated : (own: string) => own
  const texts = overlay(base as unknown as Texts, given, setApart)
  if (isForeign) sayElsewhere(texts, given)
  const words = (dir === 'rtl' ? withValuesApart(texts) : texts) as unknown as Words // it has the same keys

  // Who is told to type something that is not asked for can't go on.
  const { deletePage } = words.userProfile
  const confirm = textFrom(valueAt(given, 'userProfile.deletePage.confirm'), '')?.trim()
  const { confirm: ourConfirm, actionDescription } = base.userProfile.deletePage
  if (confirm && deletePage.actionDescription.includes(confirm)) deletePage.confirm = confirm
  else Object.assign(deletePage, { confirm: ourConfirm, actionDescription: setApart(actionDescription) })
  return words
}

function overlay(ours: Texts, given: unknown, setApart: (own: string) => string): Texts {
  const texts = Object.entries(ours).map(([key, own]) => {
    const theirs = valueIn(given, key)
    return [key, typeof own === 'string' ? (textFrom(theirs, own) ?? setApart(own)) : overlay(own, theirs, setApart)]
  })
  return Object.fromEntries(texts)
}

function sayElsewhere(texts: Texts, given: object): void {
  for (const [ours, theirs] of saidElsewhere) {
    const text = textFrom(valueAt(given, theirs), '{{identifier}}', false)
    if (text === null || typeof valueAt(given, ours) === 'string') continue
    const [, section, key] = /^(.+)\.(\w+)$/.exec(ours)!
    Object.assign(valueAt(texts, section!) as Texts, { [key!]: text }) // as our own list has it
  }
}

/** Their text as it can stand in the place of ours; null if it can't. */
function textFrom(theirs: unknown, ours: string, showsIdentifier = true): string | null {
  if (typeof theirs !== 'string' || !theirs.trim()) return null
  const known = new Set(['applicationName', ...[...ours.matchAll(placeholder)].map(([, name]) => name)])
  const text = theirs.replace(placeholder, (whole, name: string) => (known.has(name) ? `{{${name}}}` : whole))
  const isWhole = !/[{}]/.test(text.replace(/\{\{(\w+)\}\}/g, (whole, name: string) => (known.has(name) ? '' : whole)))
  if (!isWhole) return null
  // Who it is about is shown in every language: behind a text that has no place for it.
  return showsIdentifier && known.has('identifier') && !text.includes('{{identifier}}') ? `${text} {{identifier}}` : text
}

/** What is filled in, such as an address, keeps its order as well. */
const withValuesApart = (texts: Texts): Texts =>
  Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === 'string' ? text.replace(placeholder, isolated) : withValuesApart(text),
    ]),
  )

/** A property of the object's own. */
const valueIn = (object: unknown, key: string): unknown =>
  typeof object === 'object' && object !== null && Object.hasOwn(object, key) ? Reflect.get(object, key) : undefined

const valueAt = (object: unknown, path: string): unknown => path.split('.').reduce(valueIn, object)

/** A text of another direction keeps its own order, up to the full stop at its end (Unicode's first-strong isolate). */
const isolated = (text: string): string => `\u2068${text}\u2069`
