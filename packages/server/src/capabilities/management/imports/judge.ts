/** Who of some candidates can be imported beside the people who are there, and beside each other. */

import { newId } from '../../../crypto/random.js'
import type { Instance } from '../../../start/instance.js'
import { addressIdsAmong, ownersAmong } from '../../identity/email-addresses/email-addresses.js'
import { ownersOfAccountsAmong } from '../../identity/external-accounts/external-accounts.js'
import { numberIdsAmong, ownersOfNumbersAmong } from '../../identity/phone-numbers/phone-numbers.js'
import { findUsersByKeys } from '../../identity/users/users.js'
import { broughtBy } from './brought.js'
import { type Candidate, keysOf, type Refused } from './check-person.js'

type Kind = 'id' | 'external id' | 'username' | 'address' | 'phone number' | 'account'

interface Owner {
  userId: string
  /** Whether the same files brought them. */
  isOfRun: boolean
}

/** What a dry run remembers of the files in place of the database. */
export interface Remembered {
  get(kind: Kind, key: string): string | undefined
  add(kind: Kind, key: string, userId: string): void
}

export interface Accepted extends Candidate {
  userId: string
  /** Unverified addresses that somebody else has verified are not among them. */
  kept: Array<Candidate['addresses'][number] & { id: string }>
  /** As `kept`. */
  keptNumbers: Array<Omit<Candidate['numbers'][number], 'id'> & { id: string }>
}

export interface Verdicts {
  accepted: Accepted[]
  /** How many are there already, by id or external id. */
  known: number
  refused: Array<Refused & { candidate: Candidate }>
  /** Unverified addresses and phone numbers that belong to somebody else. */
  leftOut: number
}

/** Asks the database a few times, however many candidates there are. */
export async function judge(
  instance: Instance,
  runId: string | null,
  candidates: Candidate[],
  remembered?: Remembered,
): Promise<Verdicts> {
  const owners = await findOwners(instance, runId, candidates)
  const ownerOf = (kind: Kind, key: string | null): Owner | undefined => {
    if (key === null) return undefined
    const earlier = remembered?.get(kind, key)
    return owners.get(`${kind} ${key}`) ?? (earlier === undefined ? undefined : { userId: earlier, isOfRun: true })
  }
  const ids = candidates.flatMap(({ addresses }) => addresses.flatMap(({ id }) => id ?? []))
  const takenIds = await addressIdsAmong(instance, ids)
  const numberIds = candidates.flatMap(({ numbers }) => numbers.flatMap(({ id }) => id ?? []))
  for (const id of await numberIdsAmong(instance, numberIds)) takenIds.add(id)

  const verdicts: Verdicts = { accepted: [], known: 0, refused: [], leftOut: 0 }
  for (const candidate of candidates) {
    const verdict = verdictOn(candidate, ownerOf)
    if (verdict === 'known') verdicts.known++
    else if (verdict !== null) verdicts.refused.push({ place: candidate.place, who: candidate.who, reason: verdict, candidate })
    else {
      const userId = candidate.person.id ?? newId('user')
      const { id, externalId, username } = keysOf(candidate)
      const own: Array<[Kind, string | null]> = [
        ['id', id],
        ['external id', externalId],
        ['username', username],
      ]
      for (const [kind, key] of [...own, ...provedOf(candidate)]) {
        if (key === null) continue
        owners.set(`${kind} ${key}`, { userId, isOfRun: true })
        remembered?.add(kind, key, userId)
      }
      verdicts.accepted.push({ ...candidate, userId, kept: [], keptNumbers: [] })
    }
  }

  for (const accepted of verdicts.accepted) {
    const kept = accepted.addresses.filter(({ address, verified }) => verified || !ownerOf('address', address))
    verdicts.leftOut += accepted.addresses.length - kept.length
    accepted.kept = kept.map((address) => ({ ...address, id: idFor(address.id, takenIds) }))
    const keptNumbers = accepted.numbers.filter(({ number, verified }) => verified || !ownerOf('phone number', number))
    verdicts.leftOut += accepted.numbers.length - keptNumbers.length
    accepted.keptNumbers = keptNumbers.map((number) => ({ ...number, id: idFor(number.id, takenIds) }))
  }
  return verdicts
}

/** The one that it had, unless it is taken; it is from then on. */
function idFor(id: string | null | undefined, taken: Set<string>): string {
  const own = id && !taken.has(id) ? id : newId('idn')
  taken.add(own)
  return own
}

/** What is somebody's own once it is proved. */
function provedOf(candidate: Candidate): Array<[Kind, string]> {
  const { verified, numbers, accounts } = keysOf(candidate)
  return [
    ...verified.map((address): [Kind, string] => ['address', address]),
    ...numbers.map((number): [Kind, string] => ['phone number', number]),
    ...accounts.map((account): [Kind, string] => ['account', account]),
  ]
}

/** Null for somebody new; `known` for somebody who is there; else why they can't be. */
function verdictOn(candidate: Candidate, ownerOf: (kind: Kind, key: string | null) => Owner | undefined): string | null {
  const { id, externalId, username } = keysOf(candidate)
  const sameId = ownerOf('id', id)
  if (sameId) return sameId.isOfRun ? `the id ${id} is that of somebody earlier in these files` : 'known'

  const sameExternalId = ownerOf('external id', externalId)
  if (sameExternalId && !sameExternalId.isOfRun && id === null) return 'known'
  const others: Array<[Kind, string | null, Owner | undefined]> = [
    ['external id', externalId, sameExternalId],
    ['username', username, ownerOf('username', username)],
    ...provedOf(candidate).map(([kind, key]): [Kind, string, Owner | undefined] => [kind, key, ownerOf(kind, key)]),
  ]
  for (const [kind, key, owner] of others)
    if (owner) return `the ${kind} ${key} is that of ${owner.userId}${owner.isOfRun ? ', earlier in these files' : ''}`
  return null
}

async function findOwners(instance: Instance, runId: string | null, candidates: Candidate[]): Promise<Map<string, Owner>> {
  const keys = candidates.map(keysOf)
  const users = await findUsersByKeys(instance, {
    ids: keys.flatMap(({ id }) => id ?? []),
    externalIds: keys.flatMap(({ externalId }) => externalId ?? []),
    usernames: keys.flatMap(({ username }) => username ?? []),
  })
  const addresses = await ownersAmong(instance, [
    ...new Set(candidates.flatMap((candidate) => candidate.addresses.map(({ address }) => address))),
  ])
  const numbers = await ownersOfNumbersAmong(instance, [
    ...new Set(candidates.flatMap((candidate) => candidate.numbers.map(({ number }) => number))),
  ])
  const accounts = await ownersOfAccountsAmong(instance, candidates.flatMap((candidate) => candidate.accounts)) // biome-ignore format: one thought
  const owning = [...addresses, ...numbers, ...accounts].map(({ user_id }) => user_id)
  const ofRun = await broughtBy(instance, runId, [...new Set([...users.map(({ id }) => id), ...owning])])

  const owners = new Map<string, Owner>()
  const note = (kind: Kind, key: string | null, userId: string) =>
    key !== null && owners.set(`${kind} ${key}`, { userId, isOfRun: ofRun.has(userId) })
  for (const { id, external_id, username_key } of users) {
    note('id', id, id)
    note('external id', external_id, id)
    note('username', username_key, id)
  }
  for (const { email_address, user_id } of addresses) note('address', email_address, user_id)
  for (const { phone_number, user_id } of numbers) note('phone number', phone_number, user_id)
  for (const { provider, provider_user_id, user_id } of accounts) note('account', `${provider} ${provider_user_id}`, user_id)
  return owners
}
