/** How long to wait, such as '5 minutes', in the language. */
export function durationText(locale: string, seconds: number): string {
  const inMinutes = seconds > 90
  const unit = { style: 'unit', unit: inMinutes ? 'minute' : 'second', unitDisplay: 'long' } as const
  return new Intl.NumberFormat(locale, unit).format(inMinutes ? Math.ceil(seconds / 60) : seconds)
}
