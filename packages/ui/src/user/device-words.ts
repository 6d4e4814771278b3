import type { SessionActivity } from '@frontdesk/contract'

interface Device {
  latest_activity: Omit<SessionActivity, 'object' | 'id' | 'is_mobile'>
}

/** Such as 'Firefox 143 on Linux'; what the browser did not tell is left out. */
export function deviceName({ latest_activity: activity }: Device): string {
  const major = activity.browser_version?.split('.')[0]
  const browser = [activity.browser_name, major].filter(Boolean).join(' ')
  if (!browser) return activity.device_type ?? 'Unknown device'
  return activity.device_type ? `${browser} on ${activity.device_type}` : browser
}

/** Such as '203.0.113.4 · Lisbon, PT · ', to stand before the time. */
export function placeOf({ latest_activity: activity }: Device): string {
  const place = [activity.city, activity.country].filter(Boolean).join(', ')
  return [activity.ip_address, place]
    .filter(Boolean)
    .map((part) => `${part} · `)
    .join('')
}
