/** How mail leaves: by SMTP where a server is configured, else to the log, which development shows on the console. */
import type { Redacted } from '../crypto/redacted.js'
import type { Log } from '../frontdesk-options.js'
import type { Options } from '../options.js'
import type { Mail } from './outbox.js'
import { isTestAddress } from './test-address.js'

export interface Transport {
  /** Resolves once the mail was taken. @throws MailRefused when it never will be, any other error when it may be later */
  send(mail: Mail): Promise<void>
  /** Lets go of connections. */
  close(): Promise<void>
}

/** The server wants neither this recipient nor this mail; asking again would not change that. */
export class MailRefused extends Error {}

/** The transport that the options ask for. Test addresses get no mail by any of them. */
export function createTransport(options: Pick<Options, 'mail' | 'environment'>, log: Log): Transport {
  const transport = transportFor(options, log)
  return {
    close: transport.close,
    send: async (mail) => (isTestAddress(options, mail.to) ? undefined : transport.send(mail)),
  }
}

function transportFor({ mail: { smtpUrl, from }, environment }: Pick<Options, 'mail' | 'environment'>, log: Log): Transport {
  if (smtpUrl) return smtpTransport(smtpUrl, from)
  const close = async () => {}
  if (environment === 'production') {
    const send = async () => {
      throw new Error('No SMTP server is configured: set FRONTDESK_SMTP_URL') // kept and tried again, rather than lost
    }
    return { send, close }
  }
  return {
    send: async ({ to, subject, code }) =>
      log({ level: 'info', message: `Mail to ${to}: ${subject}${code ? ` (code ${code})` : ''}` }),
    close,
  }
}

/** The longest one delivery takes; shorter than the outbox's lease, so that no other node sends the same mail meanwhile. */
export const deliveryTimeoutMs = 30_000

function smtpTransport(smtpUrl: Redacted<string>, from: string): Transport {
  // Loaded with the first mail: an app's start does not wait for it.
  const open = async () => {
    const nodemailer = await import('nodemailer')
    // Mail is made of our words alone, never of files or addresses that it names.
    const safety = { disableFileAccess: true, disableUrlAccess: true }
    return nodemailer.createTransport({ url: smtpUrl.reveal(), pool: true, maxRequeues: 1, connectionTimeout: 10_000, ...safety })
  }
  let connections: ReturnType<typeof open> | undefined

  return {
    async send({ to, subject, text, html }) {
      connections ??= open()
      try {
        await (await connections).sendMail({
          from,
          to: { name: '', address: to }, // an object: an address with a comma in it can't become two recipients
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: out-of-office notes are not wanted
          signal: AbortSignal.timeout(deliveryTimeoutMs),
        })
      } catch (error) {
        throw isPermanent(error) ? new MailRefused((error as Error).message) : error // nodemailer throws Errors
      }
    },
    close: async () => (await connections)?.close(),
  }
}

/**
 * A 5xx to the recipient or to the mail itself (RFC 5321, section 4.2.1), or an address that SMTP has no words for. What is wrong with
 * the account or the sender stays worth another try: it is the operator's to mend.
 */
function isPermanent(error: unknown): boolean {
  const { responseCode = 0, command = '', code = '' } = error as { responseCode?: number; command?: string; code?: string } // as nodemailer marks its errors
  if (responseCode >= 500) return command === 'RCPT TO' || command === 'DATA'
  return code === 'EENVELOPE' && responseCode === 0
}
