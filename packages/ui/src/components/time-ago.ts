const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Elapsed time in words, such as '5 minutes ago'. Both times are in milliseconds. */
export function timeAgo(then: number, now: number): string {
  const elapsed = now - then
  const [unit, length] = units.find(([, milliseconds]) => elapsed >= milliseconds) ?? []
  if (!unit || !length) return 'just now'
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(elapsed / length), unit)
}
