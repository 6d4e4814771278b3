import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../../../testing/test-server.js'
import { codeMail, codeMails } from './code-mail.js'
import type { Mail } from './mail.js'

describe('the words of a code', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite', { codes: { lifetimeSeconds: 60 } })
  })
  afterAll(() => server.close())
  let mails: Mail[]
  beforeEach(() => {
    mails = codeMails.map((kind) => codeMail(server.instance, { kind, to: 'jane@example.com', code: '123456' }))
  })

  test('the mail with a code says what it is for, how long it works and what to do when it was not asked for', () => {
    expect(new Set(mails.map(({ text }) => text.split('\n')[0])).size).toBe(4)
    for (const { subject, text } of mails) {
      expect(subject).toMatch(/^123456 is your code /)
      expect(text).toContain('The code works for 1 minute.')
      expect(text).toMatch(/If (you did not|this was not you)/)
    }
  })
})
