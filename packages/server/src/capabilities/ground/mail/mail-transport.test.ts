import { inspect } from 'node:util'
import { afterEach, describe, expect, test } from 'vitest'
import { type MailServer, type MailServerOptions, startMailServer } from '../../../../../../tests/environment/smtp.js'
import { Redacted } from '../../../crypto/redacted.js'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { Undeliverable } from '../deliveries/channel.js'
import { codeMail } from './code-mail.js'
import { type Mail, mail } from './mail.js'
import { createTransport } from './transport.js'

const mailTo = (to: string): Mail => ({ to, kind: 'sign_up_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' })
const from = 'desk@hotel.example'
const inTime = () => AbortSignal.timeout(mail.longestMs)

describe.each(engines)('on %s', (engine) => {
  let server: TestServer
  let smtp: MailServer | undefined

  async function start(mailServer: MailServerOptions = {}, options: FrontdeskOptions = {}): Promise<MailServer> {
    const started = await startMailServer(mailServer)
    smtp = started
    server = await testServer(engine, { mail: { smtpUrl: started.url, from: 'Front Desk <desk@hotel.example>' }, ...options })
    return started
  }
  afterEach(async () => {
    await server.close()
    await smtp?.close()
    smtp = undefined
  })

  const add = (...recipients: string[]) =>
    transaction(server.instance, async (tx) => {
      for (const to of recipients) await tx.deliveries.add(tx, mail, mailTo(to))
    })
  const deliver = () => server.instance.deliveries.deliver()
  const states = async () =>
    (await server.instance.db.selectFrom('messages').select(['status', 'attempts']).orderBy('position').execute()).map(
      ({ status, attempts }) => `${status} after ${attempts}`,
    )
  const warnings = () => server.logs.filter(({ level }) => level !== 'info')

  test('the code of a sign-up is in the mail that leaves', async () => {
    const { waitFor } = await start({}, { applicationName: 'Zum Bären & Co' })
    const browser = server.browser()
    const created = await browser.call('POST', '/client/sign_ups', { email_address: 'jane@example.com', password: testPassword })
    const id = created.body.response.id
    await browser.call('POST', `/client/sign_ups/${id}/prepare_verification`, { strategy: 'email_code' })

    const { sender, recipients, message } = await waitFor('jane@example.com')
    expect(sender).toBe('desk@hotel.example')
    expect(recipients).toEqual(['jane@example.com'])
    expect(message.from).toEqual({ name: 'Front Desk', address: 'desk@hotel.example' })
    expect(message.headers.find(({ key }) => key === 'auto-submitted')?.value).toBe('auto-generated')
    const code = /^\d{6}/.exec(message.subject!)?.[0]
    expect(message.subject).toBe(`${code} is your code for Zum Bären & Co`)
    expect(message.text).toContain(`    ${code}\n`)
    expect(message.text).toContain('Welcome to Zum Bären & Co.')
    expect(message.html).toContain(`>${code}</p>`)
    expect(message.html).toContain('Zum Bären &#38; Co')
    expect(message.html).not.toMatch(/<img|href=|src=/)

    const done = await browser.call('POST', `/client/sign_ups/${id}/attempt_verification`, { strategy: 'email_code', code })
    expect(done.body.response.status).toBe('complete')
  })

  test('a test address in development is sent no code, since its code is known, but notices as everybody', async () => {
    const { messages } = await start()
    const browser = server.browser()
    await browser.signUp('jane+clerk_test@example.com')
    await browser.call('POST', '/me/change_password', { current_password: testPassword, new_password: 'another long secret' })
    await deliver()
    expect(await states()).toEqual(['sent after 1', 'sent after 1'])
    expect((await server.mailbox.all()).map(({ code }) => code)).toEqual(['424242', undefined])
    expect(messages()).toMatchObject([{ message: { subject: 'Your password for My app was changed' } }])
  })

  test('production knows no test addresses, and keeps no mail that was sent', async () => {
    const { messages } = await start({}, { environment: 'production' })
    await add('jane+clerk_test@example.com')
    await deliver()
    expect(messages()).toHaveLength(1)
    expect(await states()).toEqual([])
  })

  test('the SMTP password is used, and stays out of logs and what the options print, also when it is wrong', async () => {
    const password = 'p/ss word:@'
    smtp = await startMailServer({ login: { name: 'desk', password } })
    const at = (written: string) =>
      `${smtp!.url.replace('smtp://', `smtp://desk:${encodeURIComponent(written)}@`)}?requireTLS=false`
    server = await testServer(engine, { mail: { smtpUrl: at('the wrong one') } })
    await add('jane@example.com')
    await deliver()
    expect(await states()).toEqual(['waiting after 1']) // the operator's mistake: worth another try
    const printed = inspect([server.logs, server.instance.options], { depth: 9 }) + JSON.stringify(server.instance.options)
    expect(printed).toContain('[redacted]')
    expect(printed).not.toMatch(/the( |%20)wrong( |%20)one/)
    await server.close()

    server = await testServer(engine, { mail: { smtpUrl: at(password) } })
    await add('jane@example.com')
    await deliver()
    expect(smtp.messages()).toHaveLength(1)
  })

  test('without an SMTP server, development shows mail on the console and production keeps it waiting', async () => {
    server = await testServer(engine)
    const { instance } = server
    await instance.deliveries.add(
      instance,
      mail,
      codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }),
    )
    await deliver()
    expect(server.logs.at(-1)).toEqual({
      level: 'info',
      message: 'Mail to jane@example.com: 123456 is your code to sign in to My app (code 123456)',
    })
    await server.close()

    server = await testServer(engine, { environment: 'production' })
    await add('jane@example.com')
    await deliver()
    expect(await states()).toEqual(['waiting after 1'])
    expect(warnings().at(-1)?.error).toContain('FRONTDESK_SMTP_URL')
  })
})

describe('attack: somebody on the way reads the password and the codes', () => {
  const login = { name: 'desk', password: 'hunter2hunter2' }
  const send = async (server: MailServerOptions, parameters = '') => {
    const smtp = await startMailServer({ login, ...server })
    const smtpUrl = new Redacted(`${smtp.url.replace('smtp://', `smtp://${login.name}:${login.password}@`)}${parameters}`)
    const transport = createTransport({ mail: { smtpUrl, from }, environment: 'production' }, () => {})
    const error = await transport.send(mailTo('jane@example.com'), inTime()).then(
      () => null,
      (reason: Error) => reason,
    )
    await transport.close()
    await smtp.close()
    return { logins: smtp.logins(), mails: smtp.messages().length, error }
  }

  test('mail does not leave with a password to a server without STARTTLS, and the log says what to do', async () => {
    const { error, ...sent } = await send({})
    expect(sent).toEqual({ logins: 0, mails: 0 })
    expect(error).not.toBeInstanceOf(Undeliverable)
    expect(error?.message).toMatch(/smtps:\/\/.*\?requireTLS=false/)
    expect(error?.message).not.toContain('hunter2')
  })

  test('mail does not leave with a password to a server whose certificate nobody trusts', async () => {
    expect(await send({ offersTls: true })).toMatchObject({ logins: 0, mails: 0 })
  })

  test('mail leaves encrypted with a password, and in clear where the SMTP URL says so by name', async () => {
    const trusting = '?tls.rejectUnauthorized=false'
    expect(await send({ offersTls: true }, trusting)).toEqual({ logins: 1, mails: 1, error: null })
    expect(await send({}, '?requireTLS=false')).toEqual({ logins: 1, mails: 1, error: null })
  })
})

test.each([
  ['a second recipient behind a comma', 'jane@example.com, evil@example.com'],
  ['a second recipient in angle brackets', 'jane@example.com> <evil@example.com'],
  ['an SMTP command', 'jane@example.com>\r\nRCPT TO:<evil@example.com'],
  ['a header', 'jane@example.com\r\nBcc: evil@example.com'],
  ['a group', 'all:jane@example.com,evil@example.com;'],
])('mail to an address that carries %s is refused for good, and reaches nobody', async (_, address) => {
  const smtp = await startMailServer()
  const smtpUrl = new Redacted(smtp.url)
  const transport = createTransport({ mail: { smtpUrl, from }, environment: 'production' }, () => {})
  await expect(transport.send(mailTo(address), inTime())).rejects.toThrow(Undeliverable)
  expect(smtp.messages()).toEqual([])
  await transport.close()
  await smtp.close()
})
