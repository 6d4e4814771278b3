/** The device and address a session was last used from, as the list of active devices shows them. */
import { fromJson, toJson } from '../../../database/columns.js'

export interface Activity {
  browser_name: string | null
  browser_version: string | null
  device_type: string | null
  is_mobile: boolean
  ip_address: string | null
}

// In order: Edge and Opera also call themselves Chrome, and all of them Safari.
const browsers: Array<[name: string, pattern: RegExp]> = [
  ['Edge', /Edg(?:e|A|iOS)?\/([\d.]+)/],
  ['Opera', /OPR\/([\d.]+)/],
  ['Firefox', /(?:Firefox|FxiOS)\/([\d.]+)/],
  ['Chrome', /(?:HeadlessChrome|Chrome|CriOS)\/([\d.]+)/],
  ['Safari', /Version\/([\d.]+).*Safari/],
]

const systems: Array<[name: string, pattern: RegExp]> = [
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Android', /Android/],
  ['Windows', /Windows/],
  ['Macintosh', /Macintosh|Mac OS X/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
]

export function readActivity(userAgent: string, ipAddress: string): Activity {
  const browser = browsers
    .map(([name, pattern]) => ({ name, version: pattern.exec(userAgent)?.[1] }))
    .find(({ version }) => version)
  return {
    browser_name: browser?.name ?? null,
    browser_version: browser?.version?.slice(0, 40) ?? null,
    device_type: systems.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null,
    is_mobile: /Mobi|iPhone|Android/.test(userAgent),
    ip_address: ipAddress || null,
  }
}

export const activityOf = (session: { activity: string }): Activity => fromJson<Activity>(session.activity)
export const activityColumn = (activity: Activity): string => toJson(activity)
