import { afterEach, describe, expect, test } from 'vitest'
import { freePort } from '../../../../../../tests/environment/free-port.js'
import { type MailServer, type MailServerOptions, startMailServer } from '../../../../../../tests/environment/smtp.js'
import type { FrontdeskOptions } from '../../../start/frontdesk-options.js'
import { transaction } from '../../../start/instance.js'
import { engines, type TestServer, testServer } from '../../../testing/test-server.js'
import { codeMail } from './code-mail.js'
import { type Mail, mail } from './mail.js'

const mailTo = (to: string): Mail => ({ to, kind: 'sign_up_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' })

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

  test('a temporary refusal of mail (4xx) is asked again', async () => {
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

  test('a final refusal of mail (5xx) is not asked again, and holds up nobody else', async () => {
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

  test('the mail with a code is tried for as long as the code works, while the operator mends the relay', async () => {
    let isDenied = true
    const relay = { refuse: () => (isDenied ? { code: 554, message: '5.7.1 Relay access denied' } : undefined) }
    const { messages } = await start(relay, { codes: { lifetimeSeconds: 7_200 } })
    const { instance } = server
    await instance.deliveries.add(
      instance,
      mail,
      codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }),
    )
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

  test('the mail with an expired code is not sent any more', async () => {
    const { messages } = await start({ refuse: () => ({ code: 450, message: 'Busy' }) })
    const { instance } = server
    await instance.deliveries.add(
      instance,
      mail,
      codeMail(instance, { kind: 'sign_in_code', to: 'jane@example.com', code: '123456' }),
    )
    await deliver()
    server.clock.advance(600_000)
    await deliver()
    expect(await states()).toEqual(['failed after 2'])
    expect(messages()).toEqual([])
  })
})
