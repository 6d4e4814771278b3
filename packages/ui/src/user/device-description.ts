import type { SessionActivity, Words } from '@frontdesk/contract'
import { fill } from '../words/fill.js'

interface Device {
  latest_activity: Omit<SessionActivity, 'object' | 'id' | 'is_mobile'>
}

/** Browser and system, such as 'Firefox 143 on Linux'. Leaves out what is unknown. */
export function deviceName({ latest_activity: activity }: Device, words: Words): string {
  const { activeDevicesSection } = words.userProfile.start
  const major = activity.browser_version?.split('.')[0]
  const browser = [activity.browser_name, major].filter(Boolean).join(' ')
  if (!browser) return activity.device_type ?? activeDevicesSection.deviceName__unknown
  if (!activity.device_type) return browser
  return fill(activeDevicesSection.deviceName, { browser, system: activity.device_type })
}

/** 127.0.0.0/8 and ::1, by themselves or as IPv4 in IPv6: while an application is developed, everybody has one of them. */
const thisComputer = /^(::ffff:)?127(\.\d+){3}$|^::1$/

/** Address and place, such as '203.0.113.4 · Lisbon, PT · ', to put before a time. Empty if both are unknown. */
export function placePrefix({ latest_activity: activity }: Device, words: Words): string {
  const place = [activity.city, activity.country].filter(Boolean).join(', ')
  const address = thisComputer.test(activity.ip_address ?? '')
    ? words.userProfile.start.activeDevicesSection.thisComputer
    : activity.ip_address && `\u2066${activity.ip_address}\u2069` // set apart: those of IPv6 keep their order beside words from right to left
  return [address, place]
    .filter(Boolean)
    .map((part) => `${part} · `)
    .join('')
}
