/**
 * Addresses, usernames and names as the contract's canonical forms have them, which earlier versions knew less of. Nothing is lost: where
 * two rows turn out to be spellings of one text, one of them stays as it was spelled, and the log says which.
 */
import { canonicalEmailAddress, nameKey } from '@frontdesk/contract'
import { type Kysely, sql } from 'kysely'
import type { Log } from '../../start/frontdesk-options.js'
import type { Migration } from '../migration.js'
import type { Engine } from '../open.js'
import type { Tables } from '../tables.js'

export const canonicalTexts: Migration = {
  name: '0003-canonical-texts',

  async up(db, engine, log) {
    await renewEmailAddresses(db, engine, log)
    await renewSignUps(db, engine)
    await renewUsernames(db, engine, log)
    await renewNames(db, engine)
  },
}

/** ASCII was canonical before. */
const hasOtherLetters = (engine: Engine, column: string) =>
  engine === 'sqlite' ? sql<boolean>`${sql.ref(column)} glob '*[^ -~]*'` : sql<boolean>`${sql.ref(column)} ~ '[^ -~]'`

async function renewEmailAddresses(db: Kysely<Tables>, engine: Engine, log: Log): Promise<void> {
  const rows = await db
    .selectFrom('email_addresses')
    .select(['id', 'user_id', 'email_address', 'verified_at', 'created_at'])
    .where(hasOtherLetters(engine, 'email_address'))
    .execute()
  const changing = rows.flatMap((row) => {
    const canonical = canonicalEmailAddress(row.email_address)
    // Mail to another local part was never shown to reach this user.
    const isAnother = row.verified_at !== null && canonical?.split('@')[0] !== row.email_address.split('@')[0]
    if (isAnother)
      log({
        level: 'warn',
        message: 'A verified email address is spelled as none can be any more, and signs nobody in',
        id: row.id,
        user: row.user_id,
      })
    return isAnother || canonical === null || canonical === row.email_address ? [] : [{ ...row, canonical }]
  })

  for (const row of changing.sort(byStanding)) {
    const rivals = await rivalsOf(db, row)
    const better = rivals.find((rival) => byStanding(rival, row) < 0)
    if (better) {
      sayTwoSpellings(log, better, row)
      continue
    }
    await swap(db, row, rivals)
    for (const rival of rivals) sayTwoSpellings(log, row, rival)
  }
}

interface AddressRow {
  id: string
  user_id: string
  email_address: string
  verified_at: number | null
  created_at: number
}

/** Verified ones first, then the oldest. */
const byStanding = (a: AddressRow, b: AddressRow): number =>
  Number(a.verified_at === null) - Number(b.verified_at === null) || a.created_at - b.created_at || (a.id < b.id ? -1 : 1)

/** Rows that can't have the same spelling: of the same user, or both verified. */
async function rivalsOf(db: Kysely<Tables>, row: AddressRow & { canonical: string }): Promise<AddressRow[]> {
  const rivals = await db
    .selectFrom('email_addresses')
    .select(['id', 'user_id', 'email_address', 'verified_at', 'created_at'])
    .where('email_address', '=', row.canonical)
    .where('id', '!=', row.id) // which a swap may have respelled already
    .execute()
  return rivals.filter((other) => other.user_id === row.user_id || (row.verified_at !== null && other.verified_at !== null))
}

/** Rivals take the old spelling: each spelling is unique to a user, so theirs goes away first, and so does an own claim to the old one. */
async function swap(db: Kysely<Tables>, row: AddressRow & { canonical: string }, rivals: AddressRow[]): Promise<void> {
  for (const rival of rivals) await respell(db, rival.id, rival.id)
  await respell(db, row.id, row.canonical)
  for (const rival of rivals) {
    await db
      .updateTable('email_addresses')
      .set({ email_address: row.canonical })
      .where('user_id', '=', rival.user_id)
      .where('email_address', '=', row.email_address)
      .execute()
    await respell(db, rival.id, row.email_address)
  }
}

const respell = (db: Kysely<Tables>, id: string, email_address: string) =>
  db.updateTable('email_addresses').set({ email_address }).where('id', '=', id).execute()

function sayTwoSpellings(log: Log, signsIn: AddressRow, left: AddressRow): void {
  const message = 'An email address was stored in two spellings; the second row stays as it is and signs nobody in'
  const named = (row: AddressRow) => ({ id: row.id, user: row.user_id })
  log({ level: 'warn', message, signsIn: named(signsIn), left: named(left) })
}

/** A sign-up under way may have to ask for another code. */
async function renewSignUps(db: Kysely<Tables>, engine: Engine): Promise<void> {
  const rows = await db
    .selectFrom('sign_ups')
    .select(['id', 'email_address'])
    .where('status', '=', 'missing_requirements')
    .where(hasOtherLetters(engine, 'email_address'))
    .execute()
  for (const { id, email_address } of rows)
    await db
      .updateTable('sign_ups')
      .set({ email_address: canonicalEmailAddress(email_address!) }) // the condition left out null
      .where('id', '=', id)
      .execute()
}

async function renewUsernames(db: Kysely<Tables>, engine: Engine, log: Log): Promise<void> {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'username', 'username_key'])
    .where(hasOtherLetters(engine, 'username'))
    .orderBy('created_at')
    .orderBy('id')
    .execute()
  for (const { id, username, username_key } of rows) {
    const key = nameKey(username!) // as above
    if (key === username_key) continue
    const other = await db.selectFrom('users').select('id').where('username_key', '=', key).executeTakeFirst()
    if (!other) await db.updateTable('users').set({ username_key: key }).where('id', '=', id).execute()
    else
      log({
        level: 'warn',
        message: 'Two users have one username; the second can not sign in with it',
        signsIn: other.id,
        left: id,
      })
  }
}

const batchSize = 1000

async function renewNames(db: Kysely<Tables>, engine: Engine): Promise<void> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('users')
      .select(['id', 'first_name', 'first_name_key', 'last_name', 'last_name_key'])
      .where('id', '>', after)
      .where((where) => where.or([hasOtherLetters(engine, 'first_name_key'), hasOtherLetters(engine, 'last_name_key')]))
      .orderBy('id')
      .limit(batchSize)
      .execute()
    for (const row of rows) {
      const keys = { first_name_key: nameKey(row.first_name ?? ''), last_name_key: nameKey(row.last_name ?? '') }
      if (keys.first_name_key !== row.first_name_key || keys.last_name_key !== row.last_name_key)
        await db.updateTable('users').set(keys).where('id', '=', row.id).execute()
    }
    if (rows.length < batchSize) return
    after = rows.at(-1)!.id // a full batch has a last row
  }
}
