import { setImmediate } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { freePort } from '../../../../../../tests/environment/free-port.js'
import { type MailServer, type MailServerOptions, startMailServer } from '../../../../../../tests/environment/smtp.js'
import { Redacted } from '../../../crypto/redacted.js'
import { purges } from '../../../edges/purges.js'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { startHousekeeping } from '../../../start/housekeeping.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testPassword, testServer } from '../../../testing/test-server.js'
import { codeMail } from './code-mail.js'
import { createOutbox, type Mail } from './outbox.js'
import { createTransport, MailRefused } from './transport.js'

const mailTo = (to: string): Mail => ({ to, kind: 'sign_up_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' })

describe.each(engines)('mail on %s', (engine) => {
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
      for (const to of recipients) await tx.outbox.add(tx, mailTo(to))
    })
  const deliver = () => server.instance.outbox.deliver()
  const states = async () =>
    (await server.instance.db.selectFrom('messages').select(['status', 'attempts']).orderBy('position').execute()).map(
      ({ status, attempts }) => `${status} after ${attempts}`,
    )
  const warnings = () => server.logs.filter(({ level }) => level !== 'info')

  test("a sign-up's code is in the mail that leaves", async () => {
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

  test('mail of a transaction that fails is never sent', async () => {
    const { messages } = await start()
    const failing = transaction(server.instance, async (tx) => {
      await tx.outbox.add(tx, mailTo('jane@example.com'))
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    await deliver()
    expect(messages()).toEqual([])
    expect(await states()).toEqual([])
  })

  test('mail waits for a server that is down, longer each time, and leaves once when it is back', async () => {
    const port = await freePort()
    server = await testServer(engine, { mail: { smtpUrl: `smtp://127.0.0.1:${port}` } })
    await add('jane@example.com')
    await deliver()
    await deliver()
    expect(await states()).toEqual(['waiting after 1'])
    expect(warnings()).toMatchObject([
      { level: 'warn', message: 'Mail was not accepted, will be tried again', kind: 'sign_up_code' },
    ])

    for (const [waitMs, attempts] of [
      [1_999, 1],
      [1, 2],
      [3_999, 2],
      [1, 3],
    ] as const) {
      server.clock.advance(waitMs)
      await deliver()
      expect(await states()).toEqual([`waiting after ${attempts}`])
    }

    smtp = await startMailServer({ port })
    server.clock.advance(8_000)
    await deliver()
    expect(await states()).toEqual(['sent after 4'])
    server.clock.advance(3600_000)
    await deliver()
    expect(smtp.messages()).toHaveLength(1)
  })

  test('a temporary refusal (4xx) is asked again', async () => {
    let isBusy = true
    const { messages } = await start({ refuse: () => (isBusy ? { code: 450, message: 'Busy' } : undefined) })
    await add('jane@example.com')
    await deliver()
    expect(await states()).toEqual(['waiting after 1'])
    isBusy = false
    server.clock.advance(2_000)
    await deliver()
    expect(await states()).toEqual(['sent after 2'])
    expect(messages()).toHaveLength(1)
  })

  test('a final refusal (5xx) is not asked again, and holds up nobody else', async () => {
    const { messages } = await start({
      refuse: (recipient) => (recipient.startsWith('nobody') ? { code: 550, message: 'No such mailbox' } : undefined),
    })
    await add('nobody@example.com', 'jane@example.com')
    await deliver()
    expect(await states()).toEqual(['failed after 1', 'sent after 1'])
    expect(warnings()).toMatchObject([{ level: 'error', message: 'Mail was given up', attempts: 1 }])
    server.clock.advance(3600_000)
    await deliver()
    expect(messages().flatMap(({ recipients }) => recipients)).toEqual(['jane@example.com'])
  })

  test('mail is given up after twelve refusals', async () => {
    await start({ refuse: () => ({ code: 450, message: 'Busy' }) })
    await add('jane@example.com')
    for (let attempt = 0; attempt < 14; attempt++) {
      await deliver()
      server.clock.advance(600_000)
    }
    expect(await states()).toEqual(['failed after 12'])
  })

  test('a code is tried for as long as it is good, while the operator mends the relay', async () => {
    let isDenied = true
    const relay = { refuse: () => (isDenied ? { code: 554, message: '5.7.1 Relay access denied' } : undefined) }
    const { messages } = await start(relay, { codes: { lifetimeSeconds: 7_200 } })
    const { instance } = server
    await instance.outbox.add(instance, codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }))
    for (let attempt = 0; attempt < 14; attempt++) {
      await deliver()
      server.clock.advance(Math.min(2_000 * 2 ** attempt, 600_000))
    }
    expect(await states()).toEqual(['waiting after 14'])
    isDenied = false
    server.clock.advance(600_000)
    await deliver()
    expect(messages()).toHaveLength(1)
  })

  test('a code that is over is not sent any more', async () => {
    const { messages } = await start({ refuse: () => ({ code: 450, message: 'Busy' }) })
    const { instance } = server
    await instance.outbox.add(instance, codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }))
    await deliver()
    server.clock.advance(600_000)
    await deliver()
    expect(await states()).toEqual(['failed after 2'])
    expect(messages()).toEqual([])
  })

  test('mail is deleted a month after it was sent or given up, and never while it waits', async () => {
    const refusals: Record<string, { code: number; message: string }> = {
      'nobody@example.com': { code: 550, message: 'No such mailbox' },
      'busy@example.com': { code: 450, message: 'Busy' },
    }
    await start({ refuse: (recipient) => refusals[recipient] })
    await add('jane@example.com', 'nobody@example.com', 'busy@example.com')
    await deliver()
    const housekeeping = startHousekeeping(server.instance, purges)
    const waiting = expect.stringMatching(/^waiting after /)

    server.clock.advance(30 * 24 * 3600_000)
    await housekeeping.run()
    expect(await states()).toEqual(['sent after 1', 'failed after 1', waiting])
    server.clock.advance(60_001)
    await housekeeping.run()
    expect(await states()).toEqual([waiting])
    await housekeeping.close()
  })

  test('two nodes that deliver at once send each mail once', async () => {
    const { messages } = await start()
    const recipients = Array.from({ length: 30 }, (_, index) => `guest-${index}@example.com`)
    const { send, closed } = startNode()
    await add(...recipients)
    await Promise.all([deliver(), send(), deliver(), send()])
    expect(
      messages()
        .flatMap(({ recipients: [recipient] }) => recipient)
        .sort(),
    ).toEqual(recipients.sort())
    await closed()
  })

  test('a mail that a node took before it died is sent by another after the lease', async () => {
    const { messages } = await start()
    await server.instance.outbox.close()
    const { instance } = server
    await new Promise<void>((taken) => {
      // Dies in the middle: its delivery never ends.
      const dying = startNode({
        send: () => {
          taken()
          return new Promise(() => {})
        },
        close: async () => {},
      })
      instance.outbox.add(instance, mailTo('jane@example.com')).then(dying.send)
    })
    const { send, closed } = startNode()
    server.clock.advance(59_999)
    await send()
    expect(messages()).toEqual([])
    server.clock.advance(1)
    await send()
    expect(messages()).toHaveLength(1)
    await closed()
  })

  /** Another outbox on the same database, as a second process has. */
  function startNode(transport?: Parameters<typeof createOutbox>[0]['transport']) {
    const { unsynced, vault, now, log, options } = server.instance
    const outbox = createOutbox({
      unsynced,
      vault,
      now,
      log,
      keepsContent: true,
      transport: transport ?? createTransport(options, log),
    })
    return { send: outbox.deliver, closed: outbox.close }
  }

  test('test addresses in development are sent no code, since theirs is known, but notices as everybody', async () => {
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
    await instance.outbox.add(instance, codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }))
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

test('mail that is added together leaves in one look, and there is another for what was not committed by then', async () => {
  const server = await testServer('sqlite')
  const { instance } = server
  const { unsynced, vault, now, log } = instance
  let looks = 0
  const sent: string[] = []
  const outbox = createOutbox({
    unsynced: (write) => {
      looks += 1
      return unsynced(write)
    },
    vault,
    now,
    log,
    keepsContent: true,
    transport: { send: async ({ to }) => void sent.push(to), close: async () => {} },
  })
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  try {
    await outbox.add(instance, mailTo('a@example.com'))
    vi.advanceTimersByTime(49)
    await outbox.add(instance, mailTo('b@example.com'))
    expect(looks).toBe(0)
    vi.advanceTimersByTime(1)
    while (sent.length < 2) await setImmediate()
    expect(sent).toEqual(['a@example.com', 'b@example.com'])
    await outbox.deliver() // what is under way has ended

    looks = 0
    vi.advanceTimersByTime(49)
    expect(looks).toBe(0)
    vi.advanceTimersByTime(1)
    expect(looks).toBe(1)
    await outbox.deliver()
    looks = 0
    vi.advanceTimersByTime(1_000)
    expect(looks).toBe(0)
  } finally {
    vi.useRealTimers()
    await outbox.close()
    await server.close()
  }
})

describe('a refusal', () => {
  const aboutTheRecipient = [
    [550, '5.1.1 User unknown'],
    [550, 'No such mailbox'],
    [550, '5.1.0 Address rejected'],
    [550, '5.1.2 No such host'],
    [553, '5.1.3 Bad address syntax'],
    [550, '5.1.4 Address is ambiguous'],
    [551, '5.1.6 Mailbox has moved'],
    [550, '5.1.10 Recipient not found'],
    [550, '5.2.0 Mailbox trouble'],
    [550, '5.2.1 Mailbox is closed'],
    [550, '5.4.1 Recipient address rejected: Access denied'],
    [552, '5.2.2 Mailbox full'],
    [501, 'Not an address'],
    [551, 'User is not local'],
    [552, 'Mailbox is full'],
    [553, 'No mailbox of that name'],
    [556, 'Domain does not accept mail'],
  ] as const
  const aboutTheOperator = [
    [554, '5.7.1 Relay access denied'],
    [530, '5.7.0 Authentication required'],
    [550, '5.7.60 Client does not have permissions to send as this sender'],
    [550, '5.7.26 Unauthenticated mail is blocked: SPF and DKIM'],
    [550, '5.1.8 Sender address rejected'],
    [553, "sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)"],
    [553, 'Not in my list of allowed rcpthosts'],
    [550, 'Relay not permitted'],
    [550, 'Authentication required'],
    [550, 'Please log in'],
    [550, 'Sender verify failed'],
    [550, 'You have no permission'],
    [550, 'Against our policy'],
    [550, 'You are blocked'],
    [550, 'On our blacklist'],
    [550, 'Listed at zen.example'],
    [550, 'Looks like spam'],
    [550, 'SPF check failed'],
    [550, 'No DKIM signature'],
    [550, 'DMARC check failed'],
    [550, 'Bad reputation'],
    [554, 'Transaction failed'],
    [500, 'Unknown command'],
    [552, '5.3.4 Message too big for system'],
    [451, '4.7.1 Greylisted'],
    [450, '5.1.1 User unknown for now'],
  ] as const

  const outcomeOf = async (server: MailServerOptions) => {
    const smtp = await startMailServer(server)
    const mail = { smtpUrl: new Redacted(smtp.url), from: 'desk@hotel.example' }
    const transport = createTransport({ mail, environment: 'production' }, () => {})
    const error = await transport.send(mailTo('jane@example.com')).catch((reason: unknown) => reason)
    await transport.close()
    await smtp.close()
    expect(error).toBeInstanceOf(Error)
    return error instanceof MailRefused ? 'given up' : 'tried again'
  }

  test.each(aboutTheRecipient)('of the recipient, %i %s, is final', async (code, message) => {
    expect(await outcomeOf({ refuse: () => ({ code, message }) })).toBe('given up')
  })

  test.each(aboutTheOperator)('of the operator, %i %s, is asked again', async (code, message) => {
    expect(await outcomeOf({ refuse: () => ({ code, message }) })).toBe('tried again')
    expect(await outcomeOf({ refuseMail: () => ({ code, message }) })).toBe('tried again')
  })

  test('of the sender is asked again, whatever it says of addresses', async () => {
    expect(await outcomeOf({ refuseSender: () => ({ code: 550, message: '5.1.0 Address rejected' }) })).toBe('tried again')
    expect(await outcomeOf({ refuseSender: () => ({ code: 550, message: 'Rejected' }) })).toBe('tried again')
  })

  test('of a whole mail is final where it names the recipient', async () => {
    expect(await outcomeOf({ refuseMail: () => ({ code: 550, message: '5.1.1 User unknown' }) })).toBe('given up')
    expect(await outcomeOf({ refuseMail: () => ({ code: 550, message: 'Rejected' }) })).toBe('tried again')
  })
})

describe('attack: somebody on the way reads the password and the codes', () => {
  const login = { name: 'desk', password: 'hunter2hunter2' }
  const send = async (server: MailServerOptions, parameters = '') => {
    const smtp = await startMailServer({ login, ...server })
    const smtpUrl = new Redacted(`${smtp.url.replace('smtp://', `smtp://${login.name}:${login.password}@`)}${parameters}`)
    const mail = { smtpUrl, from: 'desk@hotel.example' }
    const transport = createTransport({ mail, environment: 'production' }, () => {})
    const error = await transport.send(mailTo('jane@example.com')).then(
      () => null,
      (reason: Error) => reason,
    )
    await transport.close()
    await smtp.close()
    return { logins: smtp.logins(), mails: smtp.messages().length, error }
  }

  test('with a password nothing leaves to a server without STARTTLS, and the log says what to do', async () => {
    const { error, ...sent } = await send({})
    expect(sent).toEqual({ logins: 0, mails: 0 })
    expect(error).not.toBeInstanceOf(MailRefused)
    expect(error?.message).toMatch(/smtps:\/\/.*\?requireTLS=false/)
    expect(error?.message).not.toContain('hunter2')
  })

  test('nor to one whose certificate nobody trusts', async () => {
    expect(await send({ offersTls: true })).toMatchObject({ logins: 0, mails: 0 })
  })

  test('it leaves encrypted, and in clear where the address says so by name', async () => {
    const trusting = '?tls.rejectUnauthorized=false'
    expect(await send({ offersTls: true }, trusting)).toEqual({ logins: 1, mails: 1, error: null })
    expect(await send({}, '?requireTLS=false')).toEqual({ logins: 1, mails: 1, error: null })
  })
})

describe('the sender', () => {
  test.each([
    ['desk@hotel.example', '', 'desk@hotel.example'],
    ['Acme, Inc. <no-reply@acme.example>', 'Acme, Inc.', 'no-reply@acme.example'],
    ['"Acme, Inc." <no-reply@acme.example>', 'Acme, Inc.', 'no-reply@acme.example'],
    ['Müller & Söhne <No-Reply@acme.example>', 'Müller & Söhne', 'no-reply@acme.example'],
  ])('%s is one name and one address', async (from, name, address) => {
    const smtp = await startMailServer()
    const server = await testServer('sqlite', { mail: { smtpUrl: smtp.url, from } })
    await transaction(server.instance, (tx) => tx.outbox.add(tx, mailTo('jane@example.com')))
    await server.instance.outbox.deliver()
    const [mail] = smtp.messages()
    expect(mail?.sender).toBe(address)
    expect(mail?.message.from).toEqual({ name, address })
    await server.close()
    await smtp.close()
  })

  test.each([
    'Acme',
    '',
    ' ',
    'a@b',
    'one@a.example, two@a.example',
    'Acme <one@a.example> <two@a.example>',
    'Acme\r\nBcc: x <a@a.example>',
  ])('can not be %j', async (from) => {
    await expect(testServer('sqlite', { mail: { from } })).rejects.toThrow(
      'mail.from: must be one address, as no-reply@example.com or Acme <no-reply@example.com>',
    )
  })
})

test.each([
  ['a second recipient behind a comma', 'jane@example.com, evil@example.com'],
  ['a second recipient in angle brackets', 'jane@example.com> <evil@example.com'],
  ['an SMTP command', 'jane@example.com>\r\nRCPT TO:<evil@example.com'],
  ['a header', 'jane@example.com\r\nBcc: evil@example.com'],
  ['a group', 'all:jane@example.com,evil@example.com;'],
])('an address that carries %s is refused for good, and reaches nobody', async (_, address) => {
  const smtp = await startMailServer()
  const mail = { smtpUrl: new Redacted(smtp.url), from: 'desk@hotel.example' }
  const transport = createTransport({ mail, environment: 'production' }, () => {})
  await expect(transport.send(mailTo(address))).rejects.toThrow(MailRefused)
  expect(smtp.messages()).toEqual([])
  await transport.close()
  await smtp.close()
})

test.each(['Hotel\r\nBcc: evil@example.com', 'Hotel\n', 'Hotel\u0000', '\u0085Hotel', ''])(
  'the application can not be called %j, which would reach into the header',
  async (applicationName) => {
    await expect(testServer('sqlite', { applicationName })).rejects.toThrow('applicationName: must be one line of text')
  },
)

describe('the words of a code', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { applicationName: '<b>Hotel</b>', codes: { lifetimeSeconds: 60 } })
  })
  afterAll(() => server.close())
  let mails: Mail[]
  beforeEach(() => {
    const kinds = ['sign_up_code', 'sign_in_code', 'reset_password_code', 'email_address_code', 'verification_code'] as const
    mails = kinds.map((kind) => codeMail(server.instance, { kind, to: 'jane@example.com', code: '123456' }))
  })

  test('say what it is for, how long it works and what to do when it was not asked for', () => {
    expect(new Set(mails.map(({ text }) => text.split('\n')[0])).size).toBe(4)
    for (const { subject, text } of mails) {
      expect(subject).toMatch(/^123456 is your code /)
      expect(text).toContain('The code works for 1 minute.')
      expect(text).toMatch(/If (you did not|this was not you)/)
    }
  })

  test('never let the application name become markup', () => {
    for (const { html } of mails) expect(html).not.toContain('<b>')
  })
})
