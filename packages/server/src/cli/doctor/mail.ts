/** The mail server, greeted as for a mail: what it has against us is better heard before somebody waits for a code. */
import { greetMailServer } from '../../capabilities/ground/mail/transport.js'
import type { App } from './app.js'
import type { Check, Problem } from './check.js'

export const mailChecks: Check[] = [
  {
    name: 'mail-server-refuses',
    async run(app): Promise<Problem | null> {
      const smtpUrl = smtpUrlOf(app)
      if (!smtpUrl) return null
      try {
        await greetMailServer(smtpUrl.href)
        return null
      } catch (error) {
        return { cause: `The mail server ${smtpUrl.host} ${causeOf(error)}`, cure: cureFor(error) }
      }
    },
  },
]

/** As the code says where it says it plainly, else the environment; null where there is none, or only a name for documents (RFC 2606). */
function smtpUrlOf({ embedded, env }: App): URL | null {
  const written = /\bsmtpUrl\s*:\s*(['"`])([^'"`$]+)\1/.exec(embedded?.args ?? '')?.[2] ?? env.FRONTDESK_SMTP_URL ?? ''
  if (!/^smtps?:\/\//.test(written) || !URL.canParse(written)) return null
  const url = new URL(written)
  return /(^|\.)example$/.test(url.hostname) ? null : url
}

const codeOf = (error: unknown) => (error as { code?: string }).code ?? '' // nodemailer's and Node's errors have one

function causeOf(error: unknown): string {
  if (codeOf(error) === 'EAUTH') return 'refuses the user and password.'
  if (codeOf(error) === 'ETLS') return 'offers no encryption that can be trusted, so that the password is not sent.'
  return `can't be reached, or does not speak SMTP (${codeOf(error) || 'no answer'}).`
}

function cureFor(error: unknown): string {
  if (codeOf(error) === 'EAUTH')
    return 'Correct FRONTDESK_SMTP_URL; in a password, characters such as / # ? @ are percent-encoded.'
  if (codeOf(error) === 'ETLS')
    return 'Use smtps:// or another port, or add ?requireTLS=false to FRONTDESK_SMTP_URL to send it in clear.'
  return 'Correct host and port in FRONTDESK_SMTP_URL: smtp:// with 587, or smtps:// with 465; and let this machine out to it.'
}
