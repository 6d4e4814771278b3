/**
 * What the shortcodes of claims stand for. They show nothing that a person's own browser isn't shown, as tokens are read there. What is
 * missing is null and stops no token.
 */
import { type ClaimsTemplate, type CompiledClaims, compileClaims } from '@frontdesk/contract'
import { imageUrlForServers } from '../capabilities/ground/images/image-url.js'
import { type EmailAddressRow, emailAddressesOf } from '../capabilities/identity/email-addresses/email-addresses.js'
import { type PhoneNumberRow, phoneNumbersOf } from '../capabilities/identity/phone-numbers/phone-numbers.js'
import { hasTwoFactors } from '../capabilities/identity/second-factors/second-factors.js'
import { findUser, type UserRow } from '../capabilities/identity/users/users.js'
import { type Web3WalletRow, web3WalletsOf } from '../capabilities/identity/web3-wallets/web3-wallets.js'
import { fromJson } from '../database/columns.js'
import type { Instance } from '../start/instance.js'

/** Whose token it is. */
export interface ClaimsSession {
  id: string
  user_id: string
  actor: string | null
}

/** What is read once for a token, and only if its claims ask for it. */
interface Subject {
  instance: Instance
  session: ClaimsSession
  user: UserRow | null
  addresses: EmailAddressRow[]
  numbers: PhoneNumberRow[]
  wallets: Web3WalletRow[]
}

type Shortcode = (subject: Subject) => unknown

const ofUser =
  (read: (user: UserRow, subject: Subject) => unknown): Shortcode =>
  (subject) =>
    subject.user && read(subject.user, subject)

const picture = ofUser((user, { instance }) => imageUrlForServers(instance, user.image_id))
const primaryAddress = ({ user, addresses }: Subject) =>
  addresses.find(({ id, user_id }) => id === user?.primary_email_address_id && user_id === user.id)

const primaryNumber = ({ user, numbers }: Subject) =>
  numbers.find(({ id, user_id }) => id === user?.primary_phone_number_id && user_id === user.id)

/** Times are in seconds since 1970, as everywhere in tokens. */
const seconds = (at: number | null) => (at === null ? null : Math.floor(at / 1000))

const nothing: Shortcode = () => null

export const shortcodes: Record<string, Shortcode> = {
  'user.id': ({ session }) => session.user_id,
  'user.external_id': ofUser((user) => user.external_id),
  'user.username': ofUser((user) => user.username),
  'user.first_name': ofUser((user) => user.first_name),
  'user.last_name': ofUser((user) => user.last_name),
  'user.full_name': ofUser((user) => [user.first_name, user.last_name].filter(Boolean).join(' ') || null),
  'user.primary_email_address': (subject) => primaryAddress(subject)?.email_address ?? null,
  'user.email_verified': (subject) => (primaryAddress(subject)?.verified_at ?? null) !== null,
  'user.primary_phone_number': (subject) => primaryNumber(subject)?.phone_number ?? null,
  'user.phone_number_verified': (subject) => (primaryNumber(subject)?.verified_at ?? null) !== null,
  'user.primary_web3_wallet': ({ user, wallets }) =>
    wallets.find(({ id }) => id === user?.primary_web3_wallet_id)?.web3_wallet ?? null,
  'user.image_url': picture,
  'user.profile_image_url': picture,
  'user.has_image': ofUser((user) => user.image_id !== null),
  'user.two_factor_enabled': ofUser((user, { instance }) => hasTwoFactors(instance.settings, user)),
  'user.locale': ofUser((user) => user.locale),
  'user.public_metadata': ofUser((user) => fromJson(user.public_metadata)),
  'user.unsafe_metadata': ofUser((user) => fromJson(user.unsafe_metadata)),
  'user.created_at': ofUser((user) => seconds(user.created_at)),
  'user.updated_at': ofUser((user) => seconds(user.updated_at)),
  'user.last_sign_in_at': ofUser((user) => seconds(user.last_sign_in_at)),
  'user.organizations': () => ({}),
  'org.id': nothing,
  'org.name': nothing,
  'org.slug': nothing,
  'org.role': nothing,
  'org.image_url': nothing,
  'org.has_image': nothing,
  'org.public_metadata': nothing,
  'org_membership.role': nothing,
  'org_membership.permissions': nothing,
  'org_membership.public_metadata': nothing,
  'session.id': ({ session }) => session.id,
  'session.actor': ({ session }) => (session.actor === null ? null : fromJson(session.actor)),
}

interface Claims extends CompiledClaims {
  needsUser: boolean
  needsAddresses: boolean
  needsNumbers: boolean
  needsWallets: boolean
}

const compiled = new WeakMap<ClaimsTemplate, Claims>()

/** A template is compiled once for as long as its settings, or its row, are in memory. */
function claimsOf({ log }: Instance, template: ClaimsTemplate): Claims {
  const known = compiled.get(template)
  if (known) return known
  const claims = compileClaims(template)
  const names = new Set(claims.paths.map(nameOf))
  const unknown = [...names].filter((name) => !Object.hasOwn(shortcodes, name))
  if (unknown.length > 0)
    log({ level: 'warn', message: `Claims are null where they ask for what is no shortcode: ${unknown.join(', ')}` })
  const fresh = {
    ...claims,
    needsUser: [...names].some((name) => name.startsWith('user.') && name !== 'user.id'),
    needsNumbers: names.has('user.primary_phone_number') || names.has('user.phone_number_verified'),
    needsWallets: names.has('user.primary_web3_wallet'),
    needsAddresses: names.has('user.primary_email_address') || names.has('user.email_verified'),
  }
  compiled.set(template, fresh)
  return fresh
}

/** The shortcode that a path begins with; what follows leads into metadata. */
const nameOf = (path: string[]) => path.slice(0, 2).join('.')

/** The claims of a template for a session. Its user is read only if a claim asks for them. */
export async function renderClaims(
  instance: Instance,
  template: ClaimsTemplate,
  session: ClaimsSession,
): Promise<ClaimsTemplate> {
  const claims = claimsOf(instance, template)
  const subject: Subject = {
    instance,
    session,
    user: claims.needsUser ? await findUser(instance, session.user_id) : null,
    numbers: claims.needsNumbers ? await phoneNumbersOf(instance, [session.user_id]) : [],
    wallets: claims.needsWallets ? await web3WalletsOf(instance, [session.user_id]) : [],
    addresses: claims.needsAddresses ? await emailAddressesOf(instance, [session.user_id]) : [],
  }
  const read = new Map<string, unknown>()
  return claims.render((path) => {
    const name = nameOf(path)
    if (!read.has(name)) read.set(name, Object.hasOwn(shortcodes, name) ? shortcodes[name]!(subject) : null)
    return inside(read.get(name), path.slice(2))
  })
}

/** What a path leads to within a value; null for what is not its own. */
function inside(value: unknown, path: string[]): unknown {
  let at = value
  for (const name of path) at = typeof at === 'object' && at !== null && Object.hasOwn(at, name) ? Reflect.get(at, name) : null
  return at ?? null
}
