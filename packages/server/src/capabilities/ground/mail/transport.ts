/** How mail leaves: by SMTP where a server is configured, else to the log, which development shows on the console. */
import type { Redacted } from '../../../crypto/redacted.js'
import type { Log } from '../../../start/frontdesk-options.js'
import type { Options } from '../../../start/options.js'
import { type Sender, Undeliverable } from '../deliveries/channel.js'
import type { Mail } from './mail.js'
import { isAboutRecipient } from './refusals.js'
import { readSender } from './sender.js'
import { isTestAddress } from './test-address.js'

export type Transport = Sender<Mail>

/** The transport that the options ask for. Test addresses get no codes by any of them, since theirs is known. */
export function createTransport(options: Pick<Options, 'mail' | 'environment'>, log: Log): Transport {
  const transport = transportFor(options, log)
  return {
    close: transport.close,
    send: async (mail, signal) => (mail.code && isTestAddress(options, mail.to) ? undefined : transport.send(mail, signal)),
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

/** Connects, encrypts and signs in as for a mail, and sends none. @throws what the server has against it */
export async function greetMailServer(smtpUrl: string, timeoutMs = 5_000): Promise<void> {
  const limits = { connectionTimeout: timeoutMs, greetingTimeout: timeoutMs, socketTimeout: timeoutMs, dnsTimeout: timeoutMs }
  const connection = (await import('nodemailer')).createTransport({ ...settingsOf(smtpUrl), ...limits })
  try {
    await connection.verify()
  } catch (error) {
    throw withCure(error)
  } finally {
    connection.close()
  }
}

/** A user and password never travel in clear; what the address itself asks for behind its `?` counts more. */
const settingsOf = (smtpUrl: string) => ({ url: smtpUrl, requireTLS: new URL(smtpUrl).username !== '' })

function withCure(error: unknown): unknown {
  if ((error as { code?: string }).code !== 'ETLS') return error // as nodemailer marks its errors
  const cure =
    'The user and password of FRONTDESK_SMTP_URL are sent to an encrypted server only: use smtps://, or add ?requireTLS=false to send them in clear.'
  return Object.assign(new Error(`${(error as Error).message}. ${cure}`), { code: 'ETLS' })
}

function smtpTransport(smtpUrl: Redacted<string>, from: string): Transport {
  const sender = readSender(from)! // the options were checked
  // Loaded with the first mail: an app's start does not wait for it.
  const open = async () => {
    const nodemailer = await import('nodemailer')
    // Mail is made of our words alone, never of files or addresses that it names.
    const safety = { disableFileAccess: true, disableUrlAccess: true }
    const pool = { pool: true, maxRequeues: 1, connectionTimeout: 10_000 } as const
    return nodemailer.createTransport({ ...settingsOf(smtpUrl.reveal()), ...pool, ...safety })
  }
  let connections: ReturnType<typeof open> | undefined

  return {
    async send({ to, subject, text, html }, signal) {
      connections ??= open()
      try {
        await (await connections).sendMail({
          from: sender,
          to: { name: '', address: to }, // an object: an address with a comma in it can't become two recipients
          subject,
          text,
          html,
          headers: { 'Auto-Submitted': 'auto-generated' }, // RFC 3834: out-of-office notes are not wanted
          signal,
        })
      } catch (error) {
        throw isAboutRecipient(error) ? new Undeliverable((error as Error).message) : withCure(error) // nodemailer throws Errors
      }
    },
    close: async () => (await connections)?.close(),
  }
}
