/**
 * Passwords of people from Amazon Cognito, which gives no digests away: theirs names the account there, Cognito is asked whether a
 * password fits, and from then on argon2id takes over. It is asked outside of transactions and of the queue that hashes, so that
 * its slowness is nobody else's.
 */
import { errors } from '@frontdesk/contract'
import { createQueue } from '../basics/bounded-queue.js'
import type { Passwords } from './passwords.js'
import { newSecret } from './random.js'

/** Whether the password is that of the account that the digest names. The signal aborts when the answer is no longer waited for. */
export type AskElsewhere = (digest: string, password: string, signal: AbortSignal) => boolean | Promise<boolean>

const name = 'awscognito'
const spelling = /^awscognito#(?<service>[a-z]{2}(?:-[a-z]+)+-\d_[A-Za-z0-9]{1,64}#[A-Za-z0-9_+]{1,128})#(?<identifier>.{1,256})$/

/** Asked about in place of an account, with a password that is none. */
const nobody = 'nobody@frontdesk.invalid'

export const isAskedElsewhere = (stored: string): boolean => stored.startsWith(`${name} `)

/** The digest as it is stored, or null when it does not name an account. */
export const importNamedAccount = (digest: string): string | null => (spelling.test(digest) ? `${name} ${digest}` : null)

/** All that decides how long an answer takes: the service that is asked. */
export const serviceOf = (stored: string): string => `${name} ${partsOf(stored).service}`

/** A digest of the same service that names no account of a person. */
export const sampleOf = (stored: string): string =>
  isAskedElsewhere(stored) ? `${name} ${name}#${partsOf(stored).service}#${nobody}` : stored

const partsOf = (stored: string) => spelling.exec(stored.slice(name.length + 1))!.groups! // it was stored by `importNamedAccount`

/**
 * The same passwords, with the service asked about those that name an account there, as the app says how. It is waited for so many seconds
 * at most, for so many people at a time.
 * @throws `service_unavailable` when there is no answer, `too_many_requests` when too many wait for one
 */
export function askingElsewhere(
  passwords: Passwords,
  ask: AskElsewhere,
  onFault: (fault: unknown) => void,
  { seconds = 5, atATime = 16, waiting = 128 } = {},
): Passwords {
  const inTurn = createQueue(atATime, waiting)

  const fits = (password: string, stored: string): Promise<boolean> =>
    inTurn(async () => {
      const told = partsOf(stored).identifier === nobody ? newSecret() : password // others' passwords are none of the service's business
      const signal = AbortSignal.timeout(seconds * 1_000)
      const isLate = new Promise<never>((_, reject) =>
        signal.addEventListener('abort', () => reject(new Error(`There was no answer within ${seconds} seconds.`))),
      )
      try {
        const answer = (async () => ask(stored.slice(name.length + 1), told, signal))() // throws nothing, so that both are raced
        return (await Promise.race([answer, isLate])) === true
      } catch (fault) {
        onFault(fault)
        throw errors.serviceUnavailable(10)
      }
    })

  return {
    ...passwords,
    async verify(password, digest) {
      if (digest === null || !isAskedElsewhere(digest)) return passwords.verify(password, digest)
      return (await fits(password, digest)) && 'outdated'
    },
  }
}
