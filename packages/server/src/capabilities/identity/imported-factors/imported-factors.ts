/**
 * What people could sign in with elsewhere and can't here yet: phone numbers, accounts of other services. Earlier releases kept authenticator
 * apps and backup codes here, too. It is kept as it came, sealed, for the day on which it is asked for.
 */
import type { ImportedPerson } from '@frontdesk/contract'
import { fromJson, toJson } from '../../../database/columns.js'
import { padded } from '../../../database/padded.js'
import { insertRows } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { ImportedFactorsTable } from './tables.js'

type Known<Field extends 'phoneNumbers' | 'externalAccounts'> = NonNullable<ImportedPerson[Field]>

export interface ImportedFactors {
  totp_secret?: string
  backup_codes?: string[]
  phone_numbers?: Known<'phoneNumbers'>
  external_accounts?: Known<'externalAccounts'>
}

const purposeOf = (kind: string, userId: string) => `imported ${kind} of ${userId}`

/** Of new users, by id. */
export async function keepFactors(tx: Transaction, all: Array<{ userId: string; factors: ImportedFactors }>): Promise<void> {
  const rows = all.flatMap(({ userId, factors }) =>
    Object.entries(factors).map(([kind, value]) => ({
      user_id: userId,
      kind: kind as ImportedFactorsTable['kind'], // the members are the kinds
      sealed: tx.vault.seal(toJson(value), purposeOf(kind, userId)),
      created_at: tx.now(),
    })),
  )
  await insertRows(tx, 'imported_factors', rows)
}

/** Those of these users who have any, by id. */
export async function factorsOf({ db, vault }: Instance, userIds: string[]): Promise<Map<string, ImportedFactors>> {
  const found = new Map<string, ImportedFactors>()
  if (userIds.length === 0) return found
  const rows = await db.selectFrom('imported_factors').selectAll().where('user_id', 'in', padded(userIds)).execute()
  for (const { user_id, kind, sealed } of rows)
    found.set(user_id, { ...found.get(user_id), [kind]: fromJson(vault.open(sealed, purposeOf(kind, user_id))) })
  return found
}

const secondFactors: Array<ImportedFactorsTable['kind']> = ['totp_secret', 'backup_codes']

/** Some of the users of whom second factors are kept here. */
export async function usersWithSecondFactors({ db }: Instance, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('imported_factors')
    .select('user_id')
    .distinct()
    .where('kind', 'in', secondFactors)
    .limit(limit)
    .execute()
  return rows.map(({ user_id }) => user_id)
}

/** Takes them out of here; false where somebody else has done so. */
export async function takeSecondFactors(tx: Transaction, userId: string): Promise<boolean> {
  const taken = await tx.db
    .deleteFrom('imported_factors')
    .where('user_id', '=', userId)
    .where('kind', 'in', secondFactors)
    .returning('kind')
    .execute()
  return taken.length > 0
}
