const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Such as '5 minutes ago'; both times in milliseconds. */
export function sinceWhen(then: number, now: number): string {
  const elapsed = now - then
  const [unit, length] = units.find(([, milliseconds]) => elapsed >= milliseconds) ?? []
  if (!unit || !length) return 'just now'
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(elapsed / length), unit)
}
