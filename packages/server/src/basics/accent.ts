/**
 * A deployment's colour as the pages can use it: as text and as the ground of buttons it has to be read in both schemes, so it is mixed with
 * black or white until it can. The bounds are those of `tokens.css`, whose test holds what else is mixed from these.
 */

type Colour = [red: number, green: number, blue: number]

/** What the pages are drawn on, as in `tokens.css`. */
const surfaces = { light: '#ffffff', dark: '#161c19' }
const contrastNeeded = 5.5

/** The rules that follow the pages' own; nothing for the colour that they have themselves. */
export function accentStyles(accent: string): string {
  if (accent === '#14624b') return ''
  const light = readableOn(surfaces.light, accent, '#000000')
  const dark = readableOn(surfaces.dark, accent, '#ffffff')
  return `:root{--accent:${light};--on-accent:#ffffff}@media (prefers-color-scheme:dark){:root{--accent:${dark};--on-accent:#000000}}`
}

/** The colour on white, with white on it: for mail and the browser's tab, which have no schemes of ours. */
export const accentOnWhite = (accent: string): string => readableOn(surfaces.light, accent, '#000000')

/** What was found before: each page asks several times, and a deployment has one colour. */
const found = new Map<string, string>()

function readableOn(surface: string, accent: string, end: string): string {
  const key = `${accent} on ${surface}`
  const colour = found.get(key) ?? mixedFor(surface, accent, end)
  found.set(key, colour)
  return colour
}

/** The first of a hundred steps from the colour to black or white that has the contrast; the last has it on every surface of ours. */
function mixedFor(surface: string, accent: string, end: string): string {
  const [from, to, below] = [accent, end, surface].map(colourOf) as [Colour, Colour, Colour]
  for (let step = 0; step < 100; step++) {
    const mixed = from.map((part, at) => Math.round(part + ((to[at]! - part) * step) / 100)) as Colour
    if (contrast(mixed, below) >= contrastNeeded) return hexOf(mixed)
  }
  return end
}

/** WCAG 2.2, contrast ratio. */
function contrast(one: Colour, other: Colour): number {
  const [darker, lighter] = [luminance(one), luminance(other)].toSorted((a, b) => a - b) as [number, number]
  return (lighter + 0.05) / (darker + 0.05)
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  }) as Colour
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

const colourOf = (hex: string): Colour => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Colour

const hexOf = (colour: Colour): string => `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`
