/** Mail, the first channel. */
import type { Channel, Deliverable } from '../deliveries/channel.js'
import { createTransport } from './transport.js'

export interface Mail extends Deliverable {
  subject: string
  text: string
  html: string
  /** The one-time code in it, which the development inbox shows large. */
  code?: string
}

const maxAttempts = 12 // with the waits between them, about 45 minutes
const longestWaitMs = 600_000

export const mail: Channel<Mail> = {
  name: 'mail',
  title: 'Mail',
  atOnce: 20,
  longestMs: 30_000,
  /** Mail that says until when it is good is tried until then. */
  waitAfter: (attempts, { expiresAt }) =>
    attempts < maxAttempts || expiresAt !== undefined ? Math.min(1_000 * 2 ** attempts, longestWaitMs) : null,
  open: ({ options, log }) => createTransport(options, log),
}
