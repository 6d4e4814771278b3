/**
 * Whether an identifier may be brought in, and whether its owner may come in: the one place that asks the lists and the other
 * restrictions. The lists are read where they are needed, so what an operator adds holds for the next statement on every node. A server
 * with the secret key is not asked: its operator keeps the lists.
 */
import { errors } from '@frontdesk/contract'
import { padded } from '../../../database/padded.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { isTestAddress } from '../../ground/mail/test-address.js'
import type { Settings } from '../../ground/settings/settings.js'
import { presentSettings } from '../../ground/settings/stored.js'
import { entriesFor, entriesForOwner, type Identifier } from './identifiers.js'
import type { List } from './lists.js'

type Restrictions = Settings['restrictions']

/**
 * That these identifiers may become somebody's: those of a sign-up, or one that is added to an account. None may be blocked; where there is
 * an allow list, one of them must be on it. Call it when a form names them, and once more in the transaction that makes them theirs, with
 * the settings that hold by then.
 * @throws `not_allowed_access`, `form_email_address_blocked`
 */
export async function requirePermitted(
  instance: Instance,
  identifiers: Identifier[],
  restrictions: Restrictions = instance.settings.restrictions,
): Promise<void> {
  for (const { type, value } of identifiers) {
    if (type !== 'email_address' || (instance.takesTestCodes && isTestAddress(instance.options, value))) continue
    if (restrictions.blockEmailSubaddresses && isSubaddress(value)) throw errors.formEmailAddressBlocked('subaddress')
    if (restrictions.blockDisposableEmailDomains && (await isDisposable(value)))
      throw errors.formEmailAddressBlocked('disposable')
  }
  if (restrictions.blocklist) await refuseBlocked(instance, identifiers)
  if (restrictions.allowlist && !(await isAnyListed(instance, 'allow', identifiers.flatMap(entriesFor))))
    throw notAllowed(identifiers)
}

/** That somebody may add the identifier to their account, by the settings that hold in this transaction. @throws as `requirePermitted` */
export const requireAddable = async (tx: Transaction, identifier: Identifier): Promise<void> =>
  requirePermitted(tx, [identifier], (await presentSettings(tx)).restrictions)

/** Whether the block list is asked about who signs in: without it nothing needs to be read for that. */
export const blocksSignIns = ({ settings: { restrictions } }: Instance): boolean =>
  restrictions.blocklist && !restrictions.allowlistBlocklistDisabledOnSignIn

/** That somebody who has these identifiers may sign in. @throws `not_allowed_access` */
export async function requireNotBlocked(instance: Instance, identifiers: Identifier[]): Promise<void> {
  if (blocksSignIns(instance)) await refuseBlocked(instance, identifiers)
}

async function refuseBlocked(instance: Instance, identifiers: Identifier[]): Promise<void> {
  if (await isAnyListed(instance, 'block', identifiers.flatMap(entriesForOwner))) throw notAllowed(identifiers)
}

const notAllowed = (identifiers: Identifier[]) =>
  errors.notAllowedAccess(identifiers.map(({ value }) => value).join(' and ') || 'Whoever has no identifier on the allow list')

async function isAnyListed({ db }: Instance, list: List, entries: string[]): Promise<boolean> {
  if (entries.length === 0) return false
  const found = await db
    .selectFrom('listed_identifiers')
    .select('id')
    .where('list', '=', list)
    .where('compared', 'in', padded(entries))
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** One mailbox has as many of these as its owner likes: `+` for most, `=` and `#` for some. */
const isSubaddress = (emailAddress: string): boolean => /[+=#]/.test(emailAddress.slice(0, emailAddress.lastIndexOf('@')))

/** Whether the domain, or one that it belongs to, hands out mailboxes for minutes. 9,000 names, read with the first address that is asked about. */
async function isDisposable(emailAddress: string): Promise<boolean> {
  const { default: disposable } = await import('disposable-email-domains-js') // a CommonJS module
  const known = disposable.disposableEmailBlocklistSet()
  const labels = emailAddress.slice(emailAddress.lastIndexOf('@') + 1).split('.')
  return labels.some((_, at) => known.has(labels.slice(at).join('.')))
}
