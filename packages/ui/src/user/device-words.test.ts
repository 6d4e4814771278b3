import type { SessionActivity } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { deviceName, placeOf } from './device-words.js'

const device = (activity: Partial<SessionActivity>) => ({ latest_activity: activity })

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
