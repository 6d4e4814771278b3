/** A code that is sent to an identifier proves that its reader has it: one flow, wherever it is sent and whatever is permitted for it. */
import { errors } from '@frontdesk/contract'
import type { Instance, Transaction } from '../../../start/instance.js'
import { type VerifiedFactor, verifiedFactor } from '../../devices/sessions/completed-sign-in.js'
import { checkSecret, type Proof, type Purpose } from '../../ground/one-time-secrets/one-time-secrets.js'
import { codeSent, codeVerified, readVerification } from '../../ground/one-time-secrets/verification.js'
import type { Account, Answered, Asking, Claim, FactorParams, IdentifierSubject, SignInSubject } from './factor.js'

/** A code of one kind, such as those by mail. `Row` is an identifier that an account has. */
export interface CodeKind<Errand extends string, Message, Row extends CodeRow, Verified> {
  proves: 'email_address' | 'phone_number'
  /** What a code is for: the secret's purpose, and the message that brings it. */
  errands: Record<Errand | IdentifierSubject['of'], { strategy: string; purpose: Purpose; kind: Message }>
  /** @throws `too_many_requests`, and where the identifier can't be written to */
  send(tx: Transaction, code: CodeToSend<Message>): Promise<void>
  verify(tx: Transaction, proof: Proof, to: string): Promise<Verified>
  /** What the code is sent to. */
  address(row: Row): string
  /** The identifier that the form names, or the primary one; of a hidden account the one that was typed. @throws `resource_not_found` */
  choose(account: Account, candidates: Row[], params: FactorParams): Row
}

export interface CodeRow {
  id: string
  /** Empty for an account that does not exist, and is not told to be missing. */
  user_id: string
}

export interface CodeToSend<Message> {
  purpose: Purpose
  kind: Message
  /** What it proves something about; of two codes for one, the earlier stops working. */
  subject: string
  to: string
  /** Who has it, as far as that is known. */
  owner: { userId: string | null; id: string | null }
  /** False where nobody may learn that there is nobody to send it to. */
  isSent?: boolean
}

/** Verifies an identifier that is being signed up with, or was added to an account. */
export function identifierCode<Message, Row extends CodeRow, Verified>(code: CodeKind<never, Message, Row, Verified>) {
  const subjectOf = ({ of, id, value }: IdentifierSubject) => (of === 'sign_up' ? `${id} ${value}` : id) // a sign-up's may be changed
  return {
    answer: 'code' as const,

    async prepare(tx: Transaction, about: IdentifierSubject) {
      const { of, id, value: to } = about
      const { strategy, ...message } = code.errands[of]
      await code.send(tx, {
        ...message,
        subject: subjectOf(about),
        to,
        owner: { userId: null, id: of === 'account' ? id : null },
      })
      return { verification: codeSent(tx, strategy) }
    },

    async check(instance: Instance, about: IdentifierSubject, answer: string): Promise<Claim<Verified>> {
      const { strategy, purpose } = code.errands[about.of]
      requireSent(strategy, about.verification)
      const proof = await checkSecret(instance, purpose, subjectOf(about), answer)
      return { verification: codeVerified(strategy, proof), settle: (tx) => code.verify(tx, proof, about.value) }
    },
  }
}

type CodeFactor<Place extends 'first' | 'second'> = Asking<SignInSubject> & Answered<SignInSubject, Claim<VerifiedFactor<Place>>>

type PlaceOf<Errand> = Errand extends 'second' ? 'second' : 'first'

/** Proves who signs in, by one of the `candidates` among the account's identifiers. */
export function codeFactor<Errand extends string, Used extends Errand, Message, Row extends CodeRow, Verified>(
  code: CodeKind<Errand, Message, Row, Verified>,
  errand: Used,
  candidates: (account: Account) => Row[],
): CodeFactor<PlaceOf<Used>> {
  const { strategy, purpose, kind } = code.errands[errand]
  // A code proves something about one identifier, whichever the sign-in sent codes to before.
  const subjectOf = (id: string, row: Row) => `${id} ${row.id}`
  return {
    answer: 'code',

    async prepare(tx, { id, account }, params) {
      const row = code.choose(account, candidates(account), params)
      const isSent = account.hidden?.isReached !== false
      const owner = row.user_id ? { userId: row.user_id, id: row.id } : { userId: null, id: null }
      await code.send(tx, { purpose, kind, subject: subjectOf(id, row), to: code.address(row), owner, isSent })
      return { verification: codeSent(tx, strategy), identification_id: row.id }
    },

    async check(instance, { id, account, verification, identification_id }, answer) {
      requireSent(strategy, verification)
      const row = candidates(account).find((candidate) => candidate.id === identification_id)
      if (!row) throw errors.verificationExpired() // it was taken from the account since
      const proof = await checkSecret(instance, purpose, subjectOf(id, row), answer)
      if (account.hidden?.isReached === false) throw errors.formCodeIncorrect() // it was sent to nobody
      return {
        verification: codeVerified(strategy, proof),
        async settle(tx) {
          await code.verify(tx, proof, code.address(row))
          // It lasts as long as the identifier is the user's.
          const proven = { kind: code.proves, id: row.id }
          return verifiedFactor<PlaceOf<Used>>({ strategy, userId: row.user_id, verifiedAt: tx.now(), proven })
        },
      }
    },
  }
}

/** @throws `verification_missing` */
function requireSent(strategy: string, verification: string | null): void {
  if (verification === null || readVerification(verification).strategy !== strategy) throw errors.verificationMissing()
}
