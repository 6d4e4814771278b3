/** How long to wait, such as '5 minutes', in the language. */
export function durationText(locale: string, seconds: number): string {
  const [amount, unit] =
    seconds > 5_400 ? [seconds / 3_600, 'hour'] : seconds > 90 ? [seconds / 60, 'minute'] : [seconds, 'second']
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(Math.ceil(amount))
}
