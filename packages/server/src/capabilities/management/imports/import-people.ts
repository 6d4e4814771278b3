/**
 * Imports people who had an account elsewhere, a batch in a transaction. They keep their ids; nobody who is there is changed. A run goes on
 * behind its last batch, and who can't be imported is refused with a reason, which is kept until the run is over.
 */
import type { ImportedPerson } from '@frontdesk/contract'
import { kindOf } from '../../../crypto/password-kind.js'
import { toJson } from '../../../database/columns.js'
import { violatedIndex } from '../../../database/unique-violation.js'
import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { addImage } from '../../ground/images/images.js'
import { verifiedBy } from '../../ground/one-time-secrets/verification.js'
import { digestBackupCodes, insertBackupCodes } from '../../identity/backup-codes/backup-codes.js'
import { type FormerAddress, insertEmailAddresses } from '../../identity/email-addresses/email-addresses.js'
import { insertExternalAccounts } from '../../identity/external-accounts/external-accounts.js'
import { insertPhoneNumbers } from '../../identity/phone-numbers/phone-numbers.js'
import { startCounting } from '../../identity/second-factors/guesses.js'
import { insertTotpSecrets } from '../../identity/totp/totp.js'
import type { Holding } from '../../identity/users/holdings.js'
import { notePasswordKind } from '../../identity/users/password-kinds.js'
import { type FormerUser, insertUsers } from '../../identity/users/users.js'
import { lockEnd } from '../users/locks.js'
import { noteBrought } from './brought.js'
import { type Candidate, type CheckOptions, checkPerson, isRefused, type Refused } from './check-person.js'
import { type Accepted, judge, type Remembered, type Verdicts } from './judge.js'
import { moveRun, noteRefusals, type Run, type Tally } from './runs.js'

/** One person of the files, or why there is none. */
export type ImportEntry = { place: string; person: ImportedPerson } | { place: string; refused: string }

/** The most entries of one transaction: others wait for it. */
export const batchSize = 500

const maxTries = 100 // each of them means that somebody signed up in that moment

/**
 * Writes the next entries of a run; returns it as it then is. Events tell of them only where the run says so.
 * @throws an Error for people when another process goes on with the run
 */
export async function importPeople(instance: Instance, run: Run, entries: ImportEntry[], options: CheckOptions): Promise<Run> {
  const checked = await Promise.all(entries.map(async (entry) => withDigests(await checkEntry(instance, entry, options))))
  for (let tries = 1; ; tries++) {
    try {
      return await transaction(instance, (tx) => writeBatch(tx, run, checked))
    } catch (error) {
      const isInTheWay = violatedIndex(error) !== null || (error as { status?: number }).status === 429 // a deadlock
      if (!isInTheWay || tries === maxTries) throw error
    }
  }
}

/** What the next entries would come to. `remembered` keeps what the ones before them have. */
export async function tryPeople(
  instance: Instance,
  entries: ImportEntry[],
  options: CheckOptions,
  { tally, remembered }: { tally: Tally; remembered: Remembered },
): Promise<{ tally: Tally; refused: Refused[] }> {
  const checked = await Promise.all(entries.map((entry) => checkEntry(instance, entry, options)))
  const verdicts = await judge(instance, null, candidatesAmong(checked), remembered)
  const refused = refusedAmong(checked, verdicts)
  return { tally: addedTo(tally, verdicts, refused), refused }
}

async function checkEntry(instance: Instance, entry: ImportEntry, options: CheckOptions): Promise<Candidate | Refused> {
  return 'person' in entry ? checkPerson(instance, entry, options) : { place: entry.place, who: '', reason: entry.refused }
}

const withDigests = async (one: Candidate | Refused): Promise<Candidate | Refused> =>
  isRefused(one) || one.backupCodes.length === 0 ? one : { ...one, backupCodes: await digestBackupCodes(one.backupCodes) }

const candidatesAmong = (checked: Array<Candidate | Refused>): Candidate[] =>
  checked.filter((one): one is Candidate => !isRefused(one))

/** In the order of the files, with each one's place in the batch. */
function refusedAmong(checked: Array<Candidate | Refused>, verdicts: Verdicts): Array<Refused & { index: number }> {
  const judged = new Map<Candidate | Refused, Refused>(verdicts.refused.map((one) => [one.candidate, one]))
  return checked.flatMap((one, index) => {
    const refused = isRefused(one) ? one : judged.get(one)
    return refused ? [{ ...refused, index }] : []
  })
}

async function writeBatch(tx: Transaction, run: Run, checked: Array<Candidate | Refused>): Promise<Run> {
  const verdicts = await judge(tx, run.id, candidatesAmong(checked))
  const refused = refusedAmong(checked, verdicts)
  const moved = await moveRun(tx, run, checked.length, addedTo(run.tally, verdicts, refused))
  await noteRefusals(tx, run, refused.map(({ index, ...one }) => ({ ...one, position: run.position + index }))) // biome-ignore format: one thought
  const { accepted } = verdicts
  if (accepted.length === 0) return moved

  const people: FormerUser[] = []
  for (const one of accepted) people.push(userOf(tx, one, one.picture && (await addImage(tx, one.picture))))
  const users = await insertUsers(tx, people)
  await insertEmailAddresses(tx, accepted.flatMap((one) => addressesOf(tx, one))) // biome-ignore format: one thought
  await insertPhoneNumbers(tx, accepted.flatMap(({ userId, person, keptNumbers }) => keptNumbers.map((number, index) => ({ ...number, userId, addedAt: number.createdAt ?? addedAtOf(tx, person, index) })))) // biome-ignore format: one thought
  await insertExternalAccounts(tx, accepted.flatMap(({ userId, person, accounts }) => accounts.map((account, index) => ({ userId, account, addedAt: addedAtOf(tx, person, index) })))) // biome-ignore format: one thought
  await bringFactors(tx, accepted)
  await noteBrought(tx, run.id, users)
  for (const digest of kindsAmong(accepted)) await notePasswordKind(tx, digest)
  if (run.tells) for (const { id } of users) tx.tell('user.created', id)
  return moved
}

async function bringFactors(tx: Transaction, accepted: Accepted[]): Promise<void> {
  await insertTotpSecrets(tx, accepted.flatMap(({ userId, totpSecret }) => (totpSecret ? [{ userId, secret: totpSecret }] : []))) // biome-ignore format: one thought
  await insertBackupCodes(tx, accepted.flatMap(({ userId, backupCodes }) => backupCodes.map((digest) => ({ userId, digest })))) // biome-ignore format: one thought
  await startCounting(tx, accepted.flatMap(({ userId, totpSecret, backupCodes }) => (totpSecret || backupCodes.length > 0 ? [userId] : []))) // biome-ignore format: one thought
}

function holdingsOf({ totpSecret, backupCodes, keptNumbers, accounts }: Accepted): string {
  const holdings: Array<[kind: Holding, has: boolean]> = [
    ['totp', totpSecret !== null],
    ['backup_code', backupCodes.length > 0],
    ['phone_number', keptNumbers.length > 0],
    ['second_factor_phone', keptNumbers.some(({ isSecondFactor }) => isSecondFactor)],
    ['external_account', accounts.length > 0],
  ]
  return holdings.flatMap(([kind, has]) => (has ? [kind] : [])).join(' ')
}

function userOf(tx: Transaction, accepted: Accepted, imageId: string | null): FormerUser {
  const { person, userId, digest, kept, keptNumbers, totpSecret } = accepted
  const primaryNumber = keptNumbers.find(({ verified, isSecondFactor }) => verified && !isSecondFactor)
  const now = tx.now()
  const past = (time: number | null | undefined) => (time == null ? null : Math.min(time, now)) // clocks differ
  return {
    id: userId,
    external_id: person.externalId || null,
    username: person.username ?? null,
    first_name: person.firstName ?? null,
    last_name: person.lastName ?? null,
    locale: person.locale ?? null,
    timezone: person.timezone ?? null,
    image_id: imageId,
    primary_email_address_id: primaryAmong(kept, person.primaryEmailAddress)?.id ?? null,
    primary_phone_number_id: primaryNumber?.id ?? null,
    password_digest: digest,
    password_updated_at: past(person.passwordUpdatedAt),
    password_compromised: person.passwordCompromised ?? false,
    public_metadata: person.publicMetadata ?? {},
    private_metadata: person.privateMetadata ?? {},
    unsafe_metadata: person.unsafeMetadata ?? {},
    banned: person.banned ?? false,
    locked_until: person.lockedUntil ?? (person.locked ? lockEnd(tx) : null),
    delete_self_enabled: person.deleteSelfEnabled ?? true,
    create_organization_enabled: person.createOrganizationEnabled ?? true,
    create_organizations_limit: person.createOrganizationsLimit ?? null,
    bypass_client_trust: person.bypassClientTrust ?? false,
    holds: holdingsOf(accepted),
    mfa_enabled_at: totpSecret || keptNumbers.some(({ isSecondFactor }) => isSecondFactor) ? now : null,
    legal_accepted_at: past(person.legalAcceptedAt),
    last_sign_in_at: past(person.lastSignInAt),
    last_active_at: past(person.lastActiveAt ?? person.lastSignInAt),
    created_at: past(person.createdAt) ?? now,
    updated_at: past(person.updatedAt) ?? now,
  }
}

function primaryAmong(kept: Accepted['kept'], named: string | null | undefined): Accepted['kept'][number] | undefined {
  const verified = kept.filter((address) => address.verified)
  return verified.find(({ address }) => address === named) ?? verified[0]
}

/** Strategies that the product verifies by itself; of others only the result is known. */
const ownStrategies = ['email_code', 'password', 'admin']

/** When the person came; a millisecond keeps the order. */
const addedAtOf = (tx: Transaction, { createdAt }: Accepted['person'], index: number): number =>
  Math.min(createdAt ?? tx.now(), tx.now()) + index

function addressesOf(tx: Transaction, { userId, person, kept }: Accepted): FormerAddress[] {
  return kept.map((address, index) => {
    const createdAt = address.createdAt ?? addedAtOf(tx, person, index)
    return {
      id: address.id,
      user_id: userId,
      address: address.address,
      verified_at: address.verified ? (address.verifiedAt ?? createdAt) : null,
      verification: address.verified ? verificationOf(address.verification) : null,
      created_at: createdAt,
      updated_at: address.updatedAt ?? createdAt,
    }
  })
}

function verificationOf(known: Accepted['kept'][number]['verification']): string {
  if (!known || !ownStrategies.includes(known.strategy)) return verifiedBy('admin')
  const { strategy, attempts = null, expireAt = null } = known
  return toJson({ status: 'verified', strategy, attempts, expire_at: expireAt })
}

/** One digest of each kind. */
const kindsAmong = (accepted: Accepted[]): Iterable<string> =>
  new Map(accepted.flatMap(({ digest }) => (digest === null ? [] : [[kindOf(digest), digest]]))).values()

const isUnreachable = ({ person, kept, keptNumbers, accounts }: Accepted): boolean =>
  !person.username && accounts.length === 0 && ![...kept, ...keptNumbers].some(({ verified }) => verified)

function addedTo(tally: Tally, { accepted, known, leftOut }: Verdicts, refused: Refused[]): Tally {
  const count = (holds: (one: Accepted) => unknown) => accepted.filter(holds).length
  return {
    imported: tally.imported + accepted.length,
    known: tally.known + known,
    refused: tally.refused + refused.length,
    lackConsent: tally.lackConsent + refused.filter(({ lacksConsent }) => lacksConsent).length,
    withPassword: tally.withPassword + count(({ digest }) => digest !== null),
    withoutSecondFactor: tally.withoutSecondFactor + count(({ losesSecondFactor }) => losesSecondFactor),
    keptFactors: tally.keptFactors + count((one) => holdingsOf(one) !== ''),
    unreachable: tally.unreachable + count(isUnreachable),
    withoutPicture: tally.withoutPicture + count(({ person, picture }) => person.imageUrl && !picture),
    leftOutAddresses: tally.leftOutAddresses + leftOut,
  }
}
