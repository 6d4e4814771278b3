/**
 * What a mail server's refusal is about. Mail that its recipient can't get is given up; everything else, from a busy server to a relay that
 * wants a login, is somebody's to mend, and worth another try while the mail means anything.
 */

/** As nodemailer marks its errors. */
interface SmtpError {
  responseCode?: number
  response?: string
  command?: string
  code?: string
}

/** Whether this recipient will never get this mail, or has an address that SMTP has no words for. */
export function isAboutRecipient(error: unknown): boolean {
  const { responseCode = 0, response = '', command = '', code = '' } = error as SmtpError // any error may lack them
  if (responseCode === 0) return code === 'EENVELOPE'
  if (responseCode < 500 || (command !== 'RCPT TO' && command !== 'DATA')) return false

  const [, subject, detail] = /\b5\.(\d{1,3})\.(\d{1,3})\b/.exec(response) ?? []
  if (subject && detail) return recipientsFault[subject]?.includes(Number(detail)) ?? false
  return command === 'RCPT TO' && aboutMailboxes.includes(responseCode) && !aboutOperators.test(response)
}

/** RFC 3463 and its registry: no such mailbox, host or domain; a mailbox that is closed or full; Exchange's 5.4.1, no such recipient. */
const recipientsFault: Record<string, number[]> = { 1: [0, 1, 2, 3, 4, 6, 10], 2: [0, 1, 2], 4: [1] }

/** Without a word of RFC 3463 (section 4.2.3 of RFC 5321): not an address, no such mailbox, not here, full, not a name, takes no mail. */
const aboutMailboxes = [501, 550, 551, 552, 553, 556]

/** Servers that have no more than the code for these say so in words. */
const aboutOperators =
  /relay|authenti|log ?in|sender|permission|policy|blocked|blacklist|listed|spam|spf|dkim|dmarc|reputation|rcpthosts/i
