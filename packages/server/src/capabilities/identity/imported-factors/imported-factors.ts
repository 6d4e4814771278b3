/**
 * What people could sign in with elsewhere, as imports of earlier releases kept it: those could not ask for it. It waits as it came, sealed,
 * and is taken over as a server starts.
 */
import type { ImportedPerson } from '@frontdesk/contract'
import { fromJson } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import type { Instance, Transaction } from '../../../start/instance.js'

type Known<Field extends 'phoneNumbers' | 'externalAccounts'> = NonNullable<ImportedPerson[Field]>

export interface ImportedFactors {
  totp_secret?: string
  backup_codes?: string[]
  phone_numbers?: Known<'phoneNumbers'>
  external_accounts?: Known<'externalAccounts'>
}

const purposeOf = (kind: string, userId: string) => `imported ${kind} of ${userId}`

/** Those of these users who have any, by id. */
export async function factorsOf({ db, vault }: Instance, userIds: string[]): Promise<Map<string, ImportedFactors>> {
  const found = new Map<string, ImportedFactors>()
  if (userIds.length === 0) return found
  const rows = await db.selectFrom('imported_factors').selectAll().where('user_id', 'in', padded(userIds)).execute()
  for (const { user_id, kind, sealed } of rows)
    found.set(user_id, { ...found.get(user_id), [kind]: fromJson(vault.open(sealed, purposeOf(kind, user_id))) })
  return found
}

/** Some of the users of whom anything is kept here. */
export async function usersWithFactors({ db }: Instance, limit: number): Promise<string[]> {
  const rows = await db.selectFrom('imported_factors').select('user_id').distinct().limit(limit).execute()
  return rows.map(({ user_id }) => user_id)
}

/** Takes them out of here; false where somebody else has done so. */
export async function takeFactors(tx: Transaction, userId: string): Promise<boolean> {
  const taken = await tx.db.deleteFrom('imported_factors').where('user_id', '=', userId).returning('kind').execute()
  return taken.length > 0
}
