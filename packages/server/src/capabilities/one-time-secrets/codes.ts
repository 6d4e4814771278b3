import { newCode } from '../../crypto/random.js'
import type { Instance } from '../../instance.js'
import { type CodeMail, codeMail } from '../../messages/code-mail.js'
import { isTestAddress } from '../../messages/test-address.js'
import { issueSecret, type Purpose } from './one-time-secrets.js'

const testCode = '424242'

/**
 * Mails a new code; the subject's earlier ones stop working. Addresses with `+clerk_test` get a known code and no mail, in development
 * instances alone. Call it with the transactional instance.
 * @throws `too_many_requests` when the address was sent too many in this minute, whoever asked for them
 */
export async function sendCode(
  tx: Instance,
  { purpose, subject, kind, to }: { purpose: Purpose; subject: string; kind: CodeMail; to: string },
): Promise<void> {
  const isTest = isTestAddress(tx.options, to)
  if (!isTest) tx.rateLimiter.count('code', to)
  const code = isTest ? testCode : newCode()
  await issueSecret(tx, { purpose, subject, secret: code, ...tx.options.codes })
  await tx.outbox.add(tx, codeMail(tx, { kind, to, code }))
}
