/** Versions of npm packages, as far as front ends name them: `5`, `^5.2.0`, `5.128.0`, `6.0.0-canary.1`, `latest`. */

/** Null for a word such as `latest`. */
export function majorOf(version: string): number | null {
  const digits = /^[~^]?v?(\d+)(?:[.+-]|$)/.exec(version)?.[1]
  return digits === undefined ? null : Number(digits)
}

/** Orders exact versions by age; a pre-release comes before its release. */
export function byVersion(a: string, b: string): number {
  const [[numbers, isRelease], [others, isOther]] = [partsOf(a), partsOf(b)]
  const different = numbers.findIndex((number, place) => number !== others[place])
  if (different >= 0) return numbers[different]! - (others[different] ?? 0)
  return Number(isRelease) - Number(isOther) || a.localeCompare(b, 'en', { numeric: true })
}

function partsOf(version: string): [numbers: number[], isRelease: boolean] {
  const [release = ''] = version.split(/[-+]/)
  return [release.split('.').map(Number), !version.includes('-')]
}
