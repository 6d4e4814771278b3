/** A real SMTP server with a mailbox. */
import type { AddressInfo } from 'node:net'
import { buffer } from 'node:stream/consumers'
import PostalMime, { type Email } from 'postal-mime'
import { SMTPServer, type SMTPServerDataStream } from 'smtp-server'

export interface ReceivedMail {
  /** Of the SMTP envelope: who it was really delivered for. */
  sender: string
  recipients: string[]
  /** The parsed message: `subject`, `text`, `html`, `headers`. */
  message: Email
}

export interface MailServer {
  /** As FRONTDESK_SMTP_URL takes it. */
  url: string
  messages(): ReceivedMail[]
  /** How often somebody sent a name and password, right or wrong. */
  logins(): number
  /** The newest message to this address, as soon as there is one. Throws when none comes in time. */
  waitFor(recipient: string, timeoutMs?: number): Promise<ReceivedMail>
  close(): Promise<void>
}

export interface Refusal {
  code: number
  message: string
}

export interface MailServerOptions {
  /** Any free one unless told. */
  port?: number
  /** The answer to a sender that it does not take. */
  refuseSender?(): Refusal | undefined
  /** The answer to a recipient that it does not take, such as 450 or 550. */
  refuse?(recipient: string): Refusal | undefined
  /** The answer to a whole mail that it does not take. */
  refuseMail?(): Refusal | undefined
  /** The only name and password that it lets in; without them everybody may send. */
  login?: { name: string; password: string }
  /** It offers STARTTLS, with a certificate that nobody trusts. */
  offersTls?: boolean
}

export async function startMailServer({
  port: wantedPort = 0,
  refuseSender,
  refuse,
  refuseMail,
  login,
  offersTls = false,
}: MailServerOptions = {}): Promise<MailServer> {
  const received: ReceivedMail[] = []
  const listeners = new Set<() => void>()
  let logins = 0

  const server = new SMTPServer({
    authOptional: !login,
    allowInsecureAuth: true,
    disabledCommands: offersTls ? [] : ['STARTTLS'],
    onAuth({ username, password }, _, done) {
      logins += 1
      if (username === login?.name && password === login?.password) done(null, { user: username })
      else done(new Error('Who are you?'))
    },
    onMailFrom: (_, __, done) => done(errorOf(refuseSender?.())),
    onRcptTo: ({ address }, _, done) => done(errorOf(refuse?.(address))),
    onData(stream, session, done) {
      const { mailFrom, rcptTo } = session.envelope
      readMessage(stream).then((message) => {
        const refusal = errorOf(refuseMail?.())
        if (refusal) return done(refusal)
        received.push({
          sender: mailFrom ? mailFrom.address : '',
          recipients: rcptTo.map((recipient) => recipient.address),
          message,
        })
        for (const listener of listeners) listener()
        done()
      }, done)
    },
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(wantedPort, '127.0.0.1', resolve)
  })
  const { port } = server.server.address() as AddressInfo // it listens on a port, not on a pipe

  const newestTo = (recipient: string) => received.findLast((mail) => mail.recipients.includes(recipient))
  return {
    url: `smtp://127.0.0.1:${port}`,
    messages: () => [...received],
    logins: () => logins,
    waitFor: (recipient, timeoutMs = 10_000) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const mail = newestTo(recipient)
          if (!mail) return
          stop()
          resolve(mail)
        }
        const timer = setTimeout(() => {
          stop()
          const others = received.flatMap((mail) => mail.recipients).join(', ') || 'nobody'
          reject(new Error(`No mail to ${recipient} within ${timeoutMs} ms; there was mail to ${others}`))
        }, timeoutMs)
        const stop = () => {
          clearTimeout(timer)
          listeners.delete(look)
        }
        listeners.add(look)
        look()
      }),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

async function readMessage(stream: SMTPServerDataStream): Promise<Email> {
  return PostalMime.parse(await buffer(stream))
}

const errorOf = (refusal: Refusal | undefined): Error | null =>
  refusal ? Object.assign(new Error(refusal.message), { responseCode: refusal.code }) : null
