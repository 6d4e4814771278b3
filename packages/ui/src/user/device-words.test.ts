import { expect, test } from 'vitest'
import type { ActiveSession } from '../client/resources.js'
import { deviceName, placeOf } from './device-words.js'

function device(activity: Partial<NonNullable<ActiveSession['latest_activity']>>): ActiveSession {
  return { id: 'sess_1', status: 'active', last_active_at: 0, latest_activity: { is_mobile: false, ...activity } }
}

test.each([
  [{ browser_name: 'Firefox', browser_version: '143.0.1', device_type: 'Linux' }, 'Firefox 143 on Linux'],
  [{ browser_name: 'Firefox' }, 'Firefox'],
  [{ device_type: 'iPhone' }, 'iPhone'],
  [{}, 'Unknown device'],
])('a device is named by what its browser told: %j', (activity, name) => {
  expect(deviceName(device(activity))).toBe(name)
})

test('a place leaves out what is not known', () => {
  expect(placeOf(device({ ip_address: '203.0.113.4', city: 'Lisbon', country: 'PT' }))).toBe('203.0.113.4 · Lisbon, PT · ')
  expect(placeOf(device({ country: 'PT' }))).toBe('PT · ')
  expect(placeOf(device({}))).toBe('')
})
