/**
 * Codes, nonces and every other secret that works once. Only its fingerprint is stored; a check is counted, and the count committed, before
 * it is compared: a hundred parallel guesses are a hundred checks. Claiming is a conditional update, so two right answers have one winner.
 */
import { errors } from '@frontdesk/contract'
import { type ExpressionBuilder, sql } from 'kysely'
import { isSame } from '../../../crypto/digest.js'
import { newId } from '../../../crypto/random.js'
import { plus } from '../../../database/columns.js'
import { prepared } from '../../../database/prepared.js'
import { insertRow, updateRow } from '../../../database/rows.js'
import type { Tables } from '../../../database/tables.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { dayMs, hourMs, waitToGuess } from './code-budget.js'
import type { OneTimeSecretsTable } from './tables.js'

export type Purpose =
  | 'sign_up_email_code'
  | 'sign_in_email_code'
  | 'reset_password_email_code'
  | 'email_address_code'
  | 'reverification_email_code'
  | 'app_email_code'
  | 'sign_up_phone_code'
  | 'sign_in_phone_code'
  | 'reverification_phone_code'
  | 'second_factor_phone_code'
  | 'reset_password_phone_code'
  | 'phone_number_code'
  | 'passkey_registration'
  | 'passkey_sign_in'
  | 'passkey_second_factor'
  | 'passkey_reverification'
  | 'web3_sign_in'
  | 'web3_sign_up'
  | 'web3_wallet'
  | 'web3_reverification'
  | 'handshake_nonce'
  | 'not_me'
  | 'oauth_state'
  | 'sign_in_email_link'
  | 'sign_up_email_link'
  | 'email_address_link'
  | 'invitation_ticket'
  | 'sign_in_token_ticket'
  | 'id_token'

export interface NewSecret {
  purpose: Purpose
  /** What it proves something about, such as the id of a sign-in. A new secret replaces the subject's earlier ones. */
  subject: string
  secret: string
  lifetimeSeconds: number
  maxAttempts: number
  /** Whom it is sent to, as `recipientOf` names them: checks then also count towards that mailbox's budget. */
  recipient?: string | null
  /** Of a text message: it then counts towards the budget of its country. */
  country?: string | null
  payload?: string
}

/** A right answer, not yet claimed. */
export interface Proof {
  secretId: string
  purpose: Purpose
  payload: string | null
  /** How often it was tried, this time included. */
  attempts: number
  expiresAt: number
}

export async function issueSecret(
  tx: Transaction,
  { purpose, subject, secret, lifetimeSeconds, maxAttempts, recipient = null, country = null, payload }: NewSecret,
): Promise<void> {
  await endSecrets(tx, purpose, subject, tx.now())
  await insertRow(tx, 'one_time_secrets', {
    id: newId('ots'),
    purpose,
    subject,
    secret_digest: fingerprint(tx, purpose, subject, secret),
    recipient,
    country,
    sealed_payload: payload === undefined ? null : tx.vault.seal(payload, purpose),
    attempts: 0,
    max_attempts: maxAttempts,
    expires_at: tx.now() + lifetimeSeconds * 1000,
    consumed_at: null,
    created_at: tx.now(),
  })
}

/** None of the subject's secrets works any more. They stay for a day: what was sent and tried counts. */
export const endSecrets = prepared((db, purpose: Purpose, subject: string, now: number) =>
  db
    .updateTable('one_time_secrets')
    .set({ expires_at: now })
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('expires_at', '>', now),
)

/**
 * Checks an answer. Call it outside of a transaction, since the count must hold even when the rest fails.
 * @throws `verification_expired`, `verification_failed` when the checks are used up, `form_code_incorrect`, `too_many_requests` when
 * those of the mailbox are
 */
export async function checkSecret(instance: Instance, purpose: Purpose, subject: string, secret: string): Promise<Proof> {
  const now = instance.now()
  const { guessesPerRecipientPerHour: perHour, guessesPerRecipientPerDay: perDay } = instance.settings.rateLimits
  const [counted] = await instance.unsynced((held) =>
    countCheck(held, purpose, subject, now, now - hourMs, perHour, now - dayMs, perDay),
  )
  if (!counted) throw await whyNot(instance, purpose, subject)
  if (!isSame(fingerprint(instance, purpose, subject, secret), counted.secret_digest)) throw errors.formCodeIncorrect()

  return {
    secretId: counted.id,
    purpose,
    attempts: counted.attempts,
    expiresAt: counted.expires_at,
    payload: counted.sealed_payload === null ? null : instance.vault.open(counted.sealed_payload, purpose),
  }
}

const countCheck = prepared(
  (db, purpose: Purpose, subject: string, now: number, hourAgo: number, perHour: number, dayAgo: number, perDay: number) => {
    const guessesSince = (time: number) => (where: ExpressionBuilder<Tables, 'one_time_secrets'>) =>
      where
        .selectFrom('one_time_secrets as sent')
        .select((select) => select.fn.coalesce(select.fn.sum<number>('sent.attempts'), sql<number>`0`).as('guesses'))
        .whereRef('sent.recipient', '=', 'one_time_secrets.recipient')
        .where('sent.expires_at', '>', time)
    return db
      .updateTable('one_time_secrets')
      .set({ attempts: plus('attempts', 1) })
      .where('purpose', '=', purpose)
      .where('subject', '=', subject)
      .where('consumed_at', 'is', null)
      .whereRef('attempts', '<', 'max_attempts')
      .where('expires_at', '>', now)
      .where((where) => where(guessesSince(hourAgo)(where), '<', perHour)) // none where nothing was mailed: a sum over no rows
      .where((where) => where(guessesSince(dayAgo)(where), '<', perDay))
      .returningAll()
  },
)

/** The newest secret of a subject, whether it still works or not; null once it is purged. */
export async function findSecret(instance: Instance, purpose: Purpose, subject: string): Promise<OneTimeSecretsTable | null> {
  const [secret] = await bySubject(instance, purpose, subject)
  return secret ?? null
}

const bySubject = prepared((db, purpose: Purpose, subject: string) =>
  db
    .selectFrom('one_time_secrets')
    .selectAll()
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .orderBy('created_at', 'desc')
    .limit(1),
)

/** For a token that somebody else has made, and that was checked: it is taken here once, until it expires by itself. */
export async function proofOfToken(instance: Instance, purpose: Purpose, token: string, expiresAt: number): Promise<Proof> {
  const digest = fingerprint(instance, purpose, '', token)
  const secretId = `ots_${digest}`
  await transaction(instance, async ({ db, now }) => {
    const row = { id: secretId, purpose, subject: '', secret_digest: digest, attempts: 1, max_attempts: 0, expires_at: expiresAt }
    const known = { recipient: null, country: null, sealed_payload: null, consumed_at: null, created_at: now() }
    await db
      .insertInto('one_time_secrets')
      .values({ ...row, ...known })
      .onConflict((conflict) => conflict.column('id').doNothing())
      .execute()
  })
  return { secretId, purpose, payload: null, attempts: 1, expiresAt }
}

/** Uses the proof up, in the transaction of what it permits. @throws `verification_expired` for everyone but the first. */
export async function claim(tx: Transaction, proof: Proof): Promise<void> {
  const claimed = await updateRow(tx, 'one_time_secrets', proof.secretId, { consumed_at: tx.now() }, { consumed_at: null })
  if (!claimed) throw errors.verificationExpired()
}

async function whyNot(instance: Instance, purpose: Purpose, subject: string) {
  const secret = await instance.db
    .selectFrom('one_time_secrets')
    .selectAll()
    .where('purpose', '=', purpose)
    .where('subject', '=', subject)
    .where('consumed_at', 'is', null)
    .where('expires_at', '>', instance.now())
    .executeTakeFirst()
  if (!secret) return errors.verificationExpired()
  if (secret.attempts >= secret.max_attempts || secret.recipient === null) return errors.verificationFailed()
  return errors.tooManyRequests(Math.max(1, Math.ceil((await waitToGuess(instance, secret.recipient)) / 1000)))
}

const fingerprint = ({ vault }: Instance, purpose: Purpose, subject: string, secret: string): string =>
  vault.fingerprint(`${subject} ${secret}`, purpose)
