import { newCode } from '../../../crypto/random.js'
import type { Transaction } from '../../../start/instance.js'
import { type CodeMail, codeMail } from '../mail/code-mail.js'
import { sendMail } from '../mail/send-mail.js'
import { isTestAddress } from '../mail/test-address.js'
import { recipientOf, requireRoomToSend } from './code-budget.js'
import { issueSecret, type Purpose } from './one-time-secrets.js'

export const testCode = '424242'

interface CodeToSend {
  purpose: Purpose
  subject: string
  kind: CodeMail
  to: string
  /** False where nobody may learn that there is nobody to send it to: it is issued and counted all the same. */
  isSent?: boolean
}

/**
 * Mails a new code; the subject's earlier ones stop working. Addresses with `+clerk_test` get a known code and no mail, in development
 * and from this machine. Call it with the transactional instance.
 * @throws `too_many_requests` when the mailbox was sent too many, no matter who asked: see `code-budget.ts`
 */
export async function sendCode(tx: Transaction, { purpose, subject, kind, to, isSent = true }: CodeToSend): Promise<void> {
  const isTest = tx.takesTestCodes && isTestAddress(tx.options, to)
  const recipient = isTest ? null : recipientOf(tx, to)
  if (recipient !== null) await requireRoomToSend(tx, recipient)
  const code = isTest ? testCode : newCode()
  await issueSecret(tx, { purpose, subject, secret: code, recipient, ...tx.settings.codes })
  if (isSent) await sendMail(tx, codeMail(tx, { kind, to, code }))
}
