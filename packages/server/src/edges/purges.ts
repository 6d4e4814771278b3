/** What time makes worthless, and how many days after its end each kind is kept. */
import { purgeClients } from '../capabilities/devices/clients/purge.js'
import { purgeSessions } from '../capabilities/devices/sessions/purge.js'
import { purgeSignIns } from '../capabilities/entering/sign-in/purge.js'
import { purgeSignUps } from '../capabilities/entering/sign-up/purge.js'
import { purgeMessages } from '../capabilities/ground/deliveries/purge.js'
import { purgeEvents } from '../capabilities/ground/events/purge.js'
import { purgeSecrets } from '../capabilities/ground/one-time-secrets/purge.js'
import { purgeFormerAddresses } from '../capabilities/telling/notices/former-addresses.js'
import type { Purge } from '../start/housekeeping.js'

export const purges: readonly Purge[] = [
  { keptDays: 1, some: purgeFormerAddresses },
  { keptDays: 1, some: purgeSecrets },
  { keptDays: 1, some: purgeSignIns },
  { keptDays: 1, some: purgeSignUps },
  { keptDays: ({ events }) => events.keptDays, some: purgeEvents },
  { keptDays: 30, some: purgeMessages },
  { keptDays: 90, some: purgeSessions }, // a browser that somebody used lately is no new device
  { keptDays: 0, some: purgeClients },
]
