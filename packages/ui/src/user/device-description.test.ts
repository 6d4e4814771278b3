import { english, type SessionActivity } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { deviceName, placePrefix } from './device-description.js'

const device = (activity: Partial<SessionActivity>) => ({ latest_activity: activity })

test.each([
  [{ browser_name: 'Firefox', browser_version: '143.0.1', device_type: 'Linux' }, 'Firefox 143 on Linux'],
  [{ browser_name: 'Firefox' }, 'Firefox'],
  [{ device_type: 'iPhone' }, 'iPhone'],
  [{}, 'Unknown device'],
])('a device is named from what its browser reported: %j', (activity, name) => {
  expect(deviceName(device(activity), english)).toBe(name)
})

test('the place of a device leaves out what is unknown', () => {
  expect(placePrefix(device({ ip_address: '203.0.113.4', city: 'Lisbon', country: 'PT' }), english)).toBe(
    '\u2066203.0.113.4\u2069 · Lisbon, PT · ',
  )
  expect(placePrefix(device({ country: 'PT' }), english)).toBe('PT · ')
  expect(placePrefix(device({}), english)).toBe('')
})

test.each(['::1', '127.0.0.1', '127.8.0.9', '::ffff:127.0.0.1'])(
  'the address %s of a device reads "This computer"',
  (ip_address) => {
    expect(placePrefix(device({ ip_address }), english)).toBe('This computer · ')
  },
)

test.each(['127.example', '1270.0.0.1', '2001:db8::1'])(
  'the address %s of a device is not taken for this computer',
  (ip_address) => {
    expect(placePrefix(device({ ip_address }), english)).toBe(`\u2066${ip_address}\u2069 · `)
  },
)
