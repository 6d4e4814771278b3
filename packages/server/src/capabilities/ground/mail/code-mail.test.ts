import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'
import { codeMail } from './code-mail.js'
import type { Mail } from './mail.js'

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

  test('the mail with a code says what it is for, how long it works and what to do when it was not asked for', () => {
    expect(new Set(mails.map(({ text }) => text.split('\n')[0])).size).toBe(4)
    for (const { subject, text } of mails) {
      expect(subject).toMatch(/^123456 is your code /)
      expect(text).toContain('The code works for 1 minute.')
      expect(text).toMatch(/If (you did not|this was not you)/)
    }
  })

  test('the mail with a code never lets the application name become markup', () => {
    for (const { html } of mails) expect(html).not.toContain('<b>')
  })
})
