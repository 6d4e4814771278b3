/**
 * Links by mail: who follows one reads the mail of the address. A link is of one attempt, of one person and of one address; it names the
 * attempt, and is of a family of its own, read by this parser alone, so that no other secret passes for it.
 */
import { ApiError } from '@frontdesk/contract'
import { newSecret } from '../../../crypto/random.js'
import { fromJson, toJson } from '../../../database/columns.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import { requireMailOrigin } from '../../../wire/mail-links.js'
import { type SafeRedirect, safeRedirectInMail } from '../../../wire/safe-redirect.js'
import { type LinkMail, linkMail } from '../mail/link-mail.js'
import { sendMail } from '../mail/send-mail.js'
import { recipientOf, requireRoomToSend } from '../one-time-secrets/code-budget.js'
import { checkSecret, findSecret, issueSecret, type Proof, type Purpose } from '../one-time-secrets/one-time-secrets.js'

/** What a link is for, by the id that it names: the secret's purpose, and the letter that brings it. */
const errands = {
  sia: { purpose: 'sign_in_email_link', kind: 'sign_in_link' },
  sua: { purpose: 'sign_up_email_link', kind: 'sign_up_link' },
  idn: { purpose: 'email_address_link', kind: 'email_address_link' },
} as const satisfies Record<string, { purpose: Purpose; kind: LinkMail }>

export type LinkKind = keyof typeof errands

/** What a link binds, beside the attempt. */
export interface Bound {
  /** Null while there is none. */
  userId: string | null
  emailAddress: string
  redirectUrl: SafeRedirect
  /** The device that asked, whose session it will be. */
  askedFrom: { address: string; userAgent: string }
}

const linkPath = '/v1/verify'

interface LinkToSend {
  kind: LinkKind
  /** The sign-in, the sign-up or the address. */
  attemptId: string
  userId: string | null
  to: string
  redirectUrl: string
  /** False where nobody may learn that there is nobody to send it to: it is issued and counted all the same. */
  isSent?: boolean
}

const attempts = 100 // a guess would have to hit 256 bits; the page asks twice, and people open mail again

/**
 * Mails a link; the attempt's earlier ones stop working.
 * @throws `too_many_requests`, `invalid_url` for a page that is not the app's, `public_url_missing`
 */
export async function sendLink(
  tx: Transaction,
  { kind, attemptId, userId, to, redirectUrl, isSent = true }: LinkToSend,
): Promise<void> {
  const { purpose, kind: letter } = errands[kind]
  const bound: Bound = {
    userId,
    emailAddress: to,
    redirectUrl: safeRedirectInMail(tx, redirectUrl),
    askedFrom: { address: tx.cause?.address ?? '', userAgent: tx.cause?.userAgent ?? '' },
  }
  const url = `${requireMailOrigin(tx)}${tx.options.basePath}${linkPath}`
  const recipient = recipientOf(tx, to)
  if (recipient !== null) await requireRoomToSend(tx, recipient)
  const token = `link_${attemptId}.${newSecret()}`
  const { lifetimeSeconds } = tx.settings.codes
  await issueSecret(tx, {
    purpose,
    subject: attemptId,
    secret: token,
    recipient,
    lifetimeSeconds,
    maxAttempts: attempts,
    payload: toJson(bound),
  })
  if (isSent) await sendMail(tx, linkMail(tx, { kind: letter, to, url: `${url}?token=${token}` }), userId)
}

export interface Link {
  kind: LinkKind
  attemptId: string
  text: string
}

const pattern = /^link_((sia|sua|idn)_[\dA-Za-z]{27})\.[\w-]{43}$/

/** Null for anything else. */
export function readLink(text: string): Link | null {
  const [, attemptId, kind] = pattern.exec(text) ?? []
  return attemptId ? { kind: kind as LinkKind, attemptId, text } : null // as the pattern has it
}

/** The right link, not yet claimed, or why it is none. `bound` is told in either case: where to go on is no secret to who holds it. */
export type Checked = { proof: Proof; bound: Bound } | { fault: 'expired' | 'failed'; bound: Bound | null }

/** Counts, and then compares: outside of any transaction. */
export async function checkLink(instance: Instance, { kind, attemptId, text }: Link): Promise<Checked> {
  const { purpose } = errands[kind]
  try {
    const proof = await checkSecret(instance, purpose, attemptId, text)
    return { proof, bound: fromJson<Bound>(proof.payload!) } // issued with one
  } catch (error) {
    if (!(error instanceof ApiError)) throw error
    const secret = await findSecret(instance, purpose, attemptId)
    const fault = secret && error.errors[0]?.code === 'verification_expired' ? 'expired' : 'failed'
    const payload = secret?.sealed_payload ? instance.vault.open(secret.sealed_payload, purpose) : null
    return { fault, bound: payload === null ? null : fromJson<Bound>(payload) }
  }
}
