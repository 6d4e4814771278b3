import { describe, expect, test } from 'vitest'
import { type MailServerOptions, startMailServer } from '../../../../../../tests/environment/smtp.js'
import { Redacted } from '../../../crypto/redacted.js'
import { Undeliverable } from '../deliveries/channel.js'
import { createTransport } from './transport.js'

const letter = { to: 'jane@example.com', kind: 'sign_up_code', subject: 'A subject', text: 'A text', html: '<p>A text</p>' }

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
    const options = { mail: { smtpUrl: new Redacted(smtp.url), from: 'desk@hotel.example' }, environment: 'production' } as const
    const transport = createTransport(options, () => {})
    const error = await transport.send(letter, AbortSignal.timeout(10_000)).catch((reason: unknown) => reason)
    await transport.close()
    await smtp.close()
    expect(error).toBeInstanceOf(Error)
    return error instanceof Undeliverable ? 'given up' : 'tried again'
  }

  test.each(aboutTheRecipient)('a refusal of mail for the recipient, %i %s, is final', async (code, message) => {
    expect(await outcomeOf({ refuse: () => ({ code, message }) })).toBe('given up')
  })

  test.each(aboutTheOperator)('a refusal of mail that the operator can mend, %i %s, is asked again', async (code, message) => {
    expect(await outcomeOf({ refuse: () => ({ code, message }) })).toBe('tried again')
    expect(await outcomeOf({ refuseMail: () => ({ code, message }) })).toBe('tried again')
  })

  test('a refusal of the sender of mail is asked again, whatever it says of addresses', async () => {
    expect(await outcomeOf({ refuseSender: () => ({ code: 550, message: '5.1.0 Address rejected' }) })).toBe('tried again')
    expect(await outcomeOf({ refuseSender: () => ({ code: 550, message: 'Rejected' }) })).toBe('tried again')
  })

  test('a refusal of a whole mail is final where it names the recipient', async () => {
    expect(await outcomeOf({ refuseMail: () => ({ code: 550, message: '5.1.1 User unknown' }) })).toBe('given up')
    expect(await outcomeOf({ refuseMail: () => ({ code: 550, message: 'Rejected' }) })).toBe('tried again')
  })
})
