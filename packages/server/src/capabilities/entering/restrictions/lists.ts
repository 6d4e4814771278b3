/** The allow list and the block list, as operators keep them. */
import { errors } from '@frontdesk/contract'
import { newId } from '../../../crypto/random.js'
import { insertRow } from '../../../database/rows.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { readEntry } from './identifiers.js'
import type { ListedIdentifiersTable } from './tables.js'

export type ListedIdentifierRow = ListedIdentifiersTable
export type List = ListedIdentifiersTable['list']

const idPrefix = { allow: 'alid', block: 'blid' } as const

/** @throws `form_param_format_invalid`, `form_identifier_exists` for what is on the list already */
export async function listIdentifier(tx: Transaction, list: List, typed: string): Promise<ListedIdentifierRow> {
  const entry = readEntry(typed)
  if (!entry)
    throw errors.formParamFormatInvalid(
      'identifier',
      'must be an e-mail address, a domain such as @example.com, a phone number such as +15555550100, or a wallet',
    )
  const now = tx.now()
  const row = { id: newId(idPrefix[list]), list, ...entry, invitation_id: null, created_at: now, updated_at: now }
  await insertRow(tx, 'listed_identifiers', row).catch((error: unknown) => {
    throw violatedIndex(error) === 'listed_identifiers_compared' ? errors.formIdentifierExists('identifier') : error
  })
  return row
}

/** @throws `resource_not_found` */
export async function unlistIdentifier({ db }: Transaction, list: List, id: string): Promise<void> {
  const deleted = await db
    .deleteFrom('listed_identifiers')
    .where('id', '=', id)
    .where('list', '=', list)
    .returning('id')
    .executeTakeFirst()
  if (!deleted) throw errors.resourceNotFound()
}

/** Newest first; all of them without a page. */
export function listedIdentifiers(
  { db }: Instance,
  list: List,
  page?: { limit: number; offset: number },
): Promise<ListedIdentifierRow[]> {
  const newestFirst = db
    .selectFrom('listed_identifiers')
    .selectAll()
    .where('list', '=', list)
    .orderBy('created_at', 'desc')
    .orderBy('id')
  return (page ? newestFirst.limit(page.limit).offset(page.offset) : newestFirst).execute()
}

export async function countListed({ db }: Instance, list: List): Promise<number> {
  const { count } = await db
    .selectFrom('listed_identifiers')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('list', '=', list)
    .executeTakeFirstOrThrow()
  return count
}
