import type { PageEnvironment, Words } from '@frontdesk/contract'

/** What people can type on the first screen, in the order in which the label names them. */
const identifiers = ['email_address', 'phone_number', 'username'] as const
export type IdentifierName = (typeof identifiers)[number]

/** The identifiers that are on. */
export const takenIdentifiers = ({ user_settings }: PageEnvironment): IdentifierName[] =>
  identifiers.filter((name) => user_settings.attributes[name]?.enabled)

/** How the field for them is called and typed in. */
export function identifierField(
  names: readonly IdentifierName[],
  words: Words,
): { label: string; type: 'email' | 'tel' | 'text' } {
  const labels: Record<string, string> = {
    email_address: words.formFieldLabel__emailAddress,
    phone_number: words.formFieldLabel__phoneNumber,
    username: words.formFieldLabel__username,
    'email_address phone_number': words.formFieldLabel__emailAddress_phoneNumber,
    'email_address username': words.formFieldLabel__emailAddress_username,
    'phone_number username': words.formFieldLabel__phoneNumber_username,
    'email_address phone_number username': words.formFieldLabel__emailAddress_phoneNumber_username,
  }
  const types = { email_address: 'email', phone_number: 'tel', username: 'text' } as const
  return {
    label: labels[names.join(' ')] ?? words.formFieldLabel__emailAddress,
    type: names.length === 1 && names[0] ? types[names[0]] : 'text',
  }
}

/** Which identifier the text is, to begin a sign-up with it: an address has an @, a number no letters. */
export function identifierOf(text: string, names: readonly IdentifierName[]): IdentifierName | undefined {
  const looksLike: IdentifierName = text.includes('@')
    ? 'email_address'
    : /^\+?[\d\s().-]{5,}$/.test(text)
      ? 'phone_number'
      : 'username'
  return names.includes(looksLike) ? looksLike : names.find((name) => name === 'username')
}
