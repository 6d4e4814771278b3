/** Which packages a front end loads in the browser, by the major version of its clerk-js. */
import type { BundleName } from './packages.js'

export interface Part {
  name: BundleName
  major: number
}

/** Up to version 5 clerk-js has its components inside. */
export const frontEnds: Record<number, Part[]> = {
  4: [{ name: 'clerk-js', major: 4 }],
  5: [{ name: 'clerk-js', major: 5 }],
  6: [
    { name: 'clerk-js', major: 6 },
    { name: 'ui', major: 1 },
  ],
}

export const newestFrontEnd = Math.max(...Object.keys(frontEnds).map(Number))

/** The front end that loads this package, as far as it is known. */
export function frontEndOf(name: BundleName, major: number | null): number | null {
  if (major === null) return newestFrontEnd
  const found = Object.entries(frontEnds).find(([, parts]) => parts.some((part) => part.name === name && part.major === major))
  return found ? Number(found[0]) : null
}
