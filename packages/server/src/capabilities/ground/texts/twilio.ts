/** Text messages by Twilio's API of 2010-04-01, which other providers answer as well. */
import type { Options } from '../../../start/options.js'
import type { Outbound } from '../../../wire/outbound/outbound.js'
import { Undeliverable } from '../deliveries/channel.js'
import type { SendText } from './sender.js'

type Twilio = Options['texts']['twilio']

/** Of its error codes those that are about the number: not one, unreachable, no mobile, or it wants no messages. */
const aboutRecipient = new Set([21211, 21217, 21265, 21407, 21421, 21610, 21612, 21614])

/** The sender, if the options name an account: they ask for all that goes with it. */
export function twilioSender(outbound: Outbound, twilio: Twilio): SendText | null {
  const { accountSid, authToken } = twilio
  if (!accountSid || !authToken) return null
  const url = `${twilio.baseUrl}/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/Messages.json`
  const from: Record<string, string> = twilio.messagingServiceSid
    ? { MessagingServiceSid: twilio.messagingServiceSid }
    : { From: twilio.from! } // the options ask for one of them
  const credentials = () => Buffer.from(`${accountSid}:${authToken.reveal()}`).toString('base64')

  return async ({ to, text }, signal) => {
    const response = await outbound.fetch(url, {
      method: 'POST',
      headers: {
        authorization: `Basic ${credentials()}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: new URLSearchParams({ To: to, ...from, Body: text }).toString(),
      signal,
    })
    if (response.ok) return
    const code = codeIn(await response.text())
    const said = `The provider answered ${response.status}${code === null ? '' : `, error ${code}`}` // and more, which may name the number
    throw code !== null && aboutRecipient.has(code) ? new Undeliverable(said) : new Error(said)
  }
}

function codeIn(answer: string): number | null {
  try {
    const { code } = JSON.parse(answer) as { code?: unknown } // whatever the provider answers
    return typeof code === 'number' ? code : null
  } catch {
    return null // no JSON, which is no answer of the API
  }
}
