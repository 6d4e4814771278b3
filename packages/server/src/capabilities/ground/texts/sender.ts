/** How text messages leave: by the provider that the options name, else to the log, which development shows on the console. */
import { isTestNumber } from '../../../basics/phone-number.js'
import type { Instance } from '../../../start/instance.js'
import type { Sender } from '../deliveries/channel.js'
import type { Text } from './text.js'
import { twilioSender } from './twilio.js'
import { webhookSender } from './webhook.js'

export type SendText = Sender<Text>['send']

/** Test numbers get no messages by any of them in development, since their code is known. */
export function openTextSender(node: Pick<Instance, 'options' | 'log' | 'outbound' | 'now'>): Sender<Text> {
  const { environment } = node.options
  const send = senderFor(node)
  return {
    send: async (text, signal) =>
      environment === 'development' && text.code && isTestNumber(text.to) ? undefined : send(text, signal),
    close: async () => {},
  }
}

function senderFor({ options, log, outbound, now }: Pick<Instance, 'options' | 'log' | 'outbound' | 'now'>): SendText {
  const { twilio, webhook } = options.texts
  const configured = twilioSender(outbound, twilio) ?? webhookSender(outbound, webhook, now)
  if (configured) return configured
  if (options.environment === 'development')
    return async ({ to, code }) => log({ level: 'info', message: `Text message to ${to}${code ? `: code ${code}` : ''}` })
  return async () => {
    throw new Error('No provider of text messages is configured: see docs/phone.md') // kept and tried again, rather than lost
  }
}
