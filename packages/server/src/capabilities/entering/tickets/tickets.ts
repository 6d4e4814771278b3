/**
 * A ticket stands in a link for what a server decided: that somebody may sign up, or sign in. It names its source, and works once; nothing
 * that it permits is written in it. It is of a family of its own, read by this parser alone, so that no other secret passes for it.
 */
import { ApiError, errors } from '@frontdesk/contract'
import { newSecret } from '../../../crypto/random.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { requireMailOrigin } from '../../../wire/mail-links.js'
import { checkSecret, issueSecret } from '../../ground/one-time-secrets/one-time-secrets.js'

const purposes = { inv: 'invitation_ticket', sit: 'sign_in_token_ticket' } as const

type Kind = keyof typeof purposes

/** A ticket as it is written. */
export interface Ticket {
  kind: Kind
  /** The invitation or the sign-in token that it is of. */
  sourceId: string
  text: string
}

const pattern = /^ticket_((inv|sit)_[\dA-Za-z]{27})\.[\w-]{43}$/

/** @throws `ticket_invalid_code` for anything else */
export function readTicket(text: string): Ticket {
  const [, sourceId, kind] = pattern.exec(text) ?? []
  if (!sourceId) throw errors.ticketInvalid()
  return { kind: kind as Kind, sourceId, text } // as the pattern has it
}

const guesses = 1000 // each of them at 256 bits: the limit is for the record

/** A new ticket; an earlier one of the same source stops working. */
export async function issueTicket(tx: Transaction, kind: Kind, sourceId: string, expiresAt: number): Promise<string> {
  const text = `ticket_${sourceId}.${newSecret()}`
  await issueSecret(tx, {
    purpose: purposes[kind],
    subject: sourceId,
    secret: text,
    lifetimeSeconds: (expiresAt - tx.now()) / 1000,
    maxAttempts: guesses,
  })
  return text
}

/** That it is the ticket which was issued, and that it is not ended; its source says whether it was used. @throws `ticket_invalid_code` */
export async function checkTicket(instance: Instance, { kind, sourceId, text }: Ticket): Promise<void> {
  try {
    await checkSecret(instance, purposes[kind], sourceId, text)
  } catch (error) {
    throw error instanceof ApiError ? errors.ticketInvalid() : error
  }
}

export const purposeOf = (kind: Kind) => purposes[kind]

/** The link that has the ticket. @throws `public_url_missing` where no address of ours is known that a link may name */
export function ticketUrl(instance: Instance, ticket: string): string {
  return `${requireMailOrigin(instance)}${instance.options.basePath}/v1/tickets/accept?ticket=${ticket}`
}
