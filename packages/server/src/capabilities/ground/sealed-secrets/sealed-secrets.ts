/**
 * Secrets that others gave the instance: of its clients at providers, of captchas, of services that send text messages. They stand in no
 * document of settings, are sealed for this instance and their name, and are shown to nobody again.
 */
import type { ShownSecret } from '@frontdesk/contract'
import { Redacted } from '../../../crypto/redacted.js'
import { padded } from '../../../database/padded.js'
import { prepared } from '../../../database/prepared.js'
import type { Instance, Transaction } from '../../../start/instance.js'

/** A row of another name, or of a copied database's other instance, does not open. */
const purposeOf = ({ keys }: Pick<Instance, 'keys'>, name: string) => `secret ${keys.instanceId} ${name}`

/** The end of a long secret is known to who has it, and no help to who doesn't. */
const hintOf = (value: string) => (value.length >= 16 ? `…${value.trimEnd().slice(-4)}` : '…')

/** Keeps a secret in place of the one before. An empty one leaves that as it is, as forms send it; null clears it. */
export async function setSecret(tx: Transaction, name: string, value: string | null): Promise<void> {
  if (value === '') return
  if (value === null) {
    await tx.db.deleteFrom('secrets').where('name', '=', name).execute()
    return
  }
  const written = { sealed: tx.vault.seal(value, purposeOf(tx, name)), hint: hintOf(value), updated_at: tx.now() }
  await tx.db
    .insertInto('secrets')
    .values({ name, version: 1, ...written })
    .onConflict((conflict) =>
      conflict.column('name').doUpdateSet((set) => ({ ...written, version: set('secrets.version', '+', 1) })),
    )
    .execute()
}

const byName = prepared((db, name: string) => db.selectFrom('secrets').select('sealed').where('name', '=', name))

/** The secret itself, for the one use it has; null where none is set. What code or the environment gives comes before what is stored. */
export async function openSecret(instance: Instance, name: string): Promise<Redacted<string> | null> {
  const given = instance.options.fixed.secrets[name]
  if (given) return given
  const [row] = await byName(instance, name)
  return row ? new Redacted(instance.vault.open(row.sealed, purposeOf(instance, name))) : null
}

const noSecret: ShownSecret = { set: false, hint: null, updated_at: null }

/** What may be shown of these secrets, by name. */
export async function showSecrets({ db, options }: Instance, names: string[]): Promise<Map<string, ShownSecret>> {
  const shown = new Map<string, ShownSecret>(names.map((name) => [name, noSecret]))
  if (names.length === 0) return shown
  const rows = await db.selectFrom('secrets').select(['name', 'hint', 'updated_at']).where('name', 'in', padded(names)).execute()
  for (const { name, hint, updated_at } of rows) shown.set(name, { set: true, hint, updated_at })
  for (const name of names) {
    const given = options.fixed.secrets[name]
    if (given) shown.set(name, { set: true, hint: hintOf(given.reveal()), updated_at: null })
  }
  return shown
}
