import type { Log, Options } from '../options.js'
import type { Transport } from './outbox.js'

/** Mail goes to the SMTP server if one is configured; otherwise its text goes to the log, which development shows on the console. */
export function createTransport({ mail, environment }: Pick<Options, 'mail' | 'environment'>, log: Log): Transport {
  const { smtpUrl, from } = mail
  if (smtpUrl) return smtpTransport(smtpUrl, from)
  if (environment === 'production')
    return async () => {
      throw new Error('No SMTP server is configured: set FRONTDESK_SMTP_URL') // kept and tried again, rather than lost
    }
  return async ({ to, subject, code }) =>
    log({ level: 'info', message: `Mail to ${to}: ${subject}${code ? ` (code ${code})` : ''}` })
}

function smtpTransport(smtpUrl: string, from: string): Transport {
  const connection = import('nodemailer').then((nodemailer) => nodemailer.createTransport(smtpUrl, { from }))
  return async ({ to, subject, text, html }) => {
    // As an object, an address with a comma or a name in it can't become two recipients.
    await (await connection).sendMail({ to: { name: '', address: to }, subject, text, html })
  }
}
