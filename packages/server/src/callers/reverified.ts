import { type ReverificationPreset, requireReverified } from '../capabilities/devices/sessions/reverified.js'
import type { Caller } from '../wire/route.js'
import { type FoundSignedIn, signedIn } from './signed-in.js'

/** For what a session left open, or a stolen one, must not be enough for: its user showed lately who they are, or does so now. */
export const reverified = (preset: ReverificationPreset, among = signedIn): Caller<FoundSignedIn, 'change'> => ({
  ...among,
  name: `${among.name}, verified lately (${preset})`,
  async find(arrival, operation) {
    const found = await among.find(arrival, operation)
    requireReverified(arrival.instance, found.session, preset)
    return found
  },
})
