const units: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
]

/** Elapsed time in the language's words, such as '5 minutes ago'. Both times are in milliseconds. */
export function timeAgo(locale: string, then: number, now: number): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  const elapsed = now - then
  const [unit, length] = units.find(([, milliseconds]) => elapsed >= milliseconds) ?? []
  if (!unit || !length) return words.format(0, 'second')
  return words.format(-Math.floor(elapsed / length), unit)
}
