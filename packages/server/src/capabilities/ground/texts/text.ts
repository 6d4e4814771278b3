/** Text messages, a channel beside mail. */
import type { Channel, Deliverable } from '../deliveries/channel.js'
import { openTextSender } from './sender.js'

export interface Text extends Deliverable {
  /** The same at each attempt, so that a receiver can tell a second one. */
  id: string
  text: string
  /** The one-time code in it, which the development inbox shows large. */
  code?: string
}

const maxAttempts = 8 // with the waits between them, about four minutes: a text message that comes later helps nobody
const longestWaitMs = 60_000

export const texts: Channel<Text> = {
  name: 'text',
  title: 'Text message',
  atOnce: 10,
  longestMs: 20_000,
  /** One that says until when it is good is tried until then. */
  waitAfter: (attempts, { expiresAt }) =>
    attempts < maxAttempts || expiresAt !== undefined ? Math.min(1_000 * 2 ** attempts, longestWaitMs) : null,
  open: openTextSender,
}
