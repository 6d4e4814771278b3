/** By what deliveries leave: a line for each channel. */
import type { Channel } from '../capabilities/ground/deliveries/channel.js'
import { mail } from '../capabilities/ground/mail/mail.js'
import { texts } from '../capabilities/ground/texts/text.js'

export const channels: readonly Channel[] = [mail, texts]
