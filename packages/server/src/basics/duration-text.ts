/** A time to wait or to use, such as '5 minutes', in the language; from a minute on in whole minutes, rounded as the caller says. */
export function durationText(lang: string, seconds: number, round: 'up' | 'down'): string {
  const minutes = round === 'up' ? Math.ceil(seconds / 60) : Math.floor(seconds / 60)
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [minutes, 'minute']
  return new Intl.NumberFormat(lang, { style: 'unit', unit, unitDisplay: 'long' }).format(count)
}
