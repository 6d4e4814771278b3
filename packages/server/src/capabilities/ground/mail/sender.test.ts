import { describe, expect, test } from 'vitest'
import { startMailServer } from '../../../../../../tests/environment/smtp.js'
import { transaction } from '../../../start/instance.js'
import { testServer } from '../../../testing/test-server.js'
import { type Mail, mail } from './mail.js'

const letter: Mail = { to: 'jane@example.com', kind: 'sign_up_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' }

describe('the sender', () => {
  test.each([
    ['desk@hotel.example', '', 'desk@hotel.example'],
    ['Acme, Inc. <no-reply@acme.example>', 'Acme, Inc.', 'no-reply@acme.example'],
    ['"Acme, Inc." <no-reply@acme.example>', 'Acme, Inc.', 'no-reply@acme.example'],
    ['Müller & Söhne <No-Reply@acme.example>', 'Müller & Söhne', 'no-reply@acme.example'],
  ])('%s is one name and one address of a sender', async (from, name, address) => {
    const smtp = await startMailServer()
    const server = await testServer('sqlite', { mail: { smtpUrl: smtp.url, from } })
    await transaction(server.instance, (tx) => tx.deliveries.add(tx, mail, letter))
    await server.instance.deliveries.deliver()
    const [received] = smtp.messages()
    expect(received?.sender).toBe(address)
    expect(received?.message.from).toEqual({ name, address })
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
  ])("the sender of mail can't be %j", async (from) => {
    await expect(testServer('sqlite', { mail: { from } })).rejects.toThrow(
      'mail.from: must be one address, such as no-reply@example.com or Acme <no-reply@example.com>',
    )
  })
})

test.each(['Hotel\r\nBcc: evil@example.com', 'Hotel\n', 'Hotel\u0000', '\u0085Hotel', ''])(
  "the application can't be called %j, which would reach into the header",
  async (applicationName) => {
    await expect(testServer('sqlite', { applicationName })).rejects.toThrow('applicationName: must be one line of text')
  },
)
