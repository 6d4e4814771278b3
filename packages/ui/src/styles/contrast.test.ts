import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'

type Colour = [number, number, number]

const file = readFileSync(fileURLToPath(new URL('tokens.css', import.meta.url)), 'utf8')
const [light = '', dark = ''] = file.split('@media (prefers-color-scheme: dark)')

const declared = (css: string) =>
  Object.fromEntries(
    [...css.matchAll(/--([\w-]+):\s*(#[0-9a-f]{6}|color-mix\([^;]*\));/g)].map(([, name, value]) => [name, value]),
  )
const schemes: Record<string, Record<string, string>> = {
  light: declared(light) as Record<string, string>, // both groups of the expression are always there
  dark: { ...declared(light), ...declared(dark) } as Record<string, string>,
}

/** The colour of a token: what it says, or mixed in sRGB from two others. */
function colourOf(tokens: Record<string, string>, name: string): Colour {
  const value = tokens[name] ?? 'missing'
  const mixed = /^color-mix\(in srgb, var\(--([\w-]+)\) (\d+)%, var\(--([\w-]+)\)\)$/.exec(value)
  if (!mixed) return [1, 3, 5].map((at) => Number.parseInt(value.slice(at, at + 2), 16) / 255) as Colour // three numbers
  const [first, second] = [colourOf(tokens, mixed[1]!), colourOf(tokens, mixed[3]!)]
  const share = Number(mixed[2]) / 100
  return first.map((part, at) => part * share + second[at]! * (1 - share)) as Colour // three numbers
}

/** WCAG 2.2, relative luminance. */
function luminance(colour: Colour): number {
  const [red, green, blue] = colour.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as Colour // three numbers
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(tokens: Record<string, string>, [above, below]: readonly [string, string]): number {
  const [one, other] = [luminance(colourOf(tokens, above)), luminance(colourOf(tokens, below))]
  return (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)
}

/** What is written on what, anywhere in the pages. */
const texts = [
  ...['ink', 'ink-soft', 'accent', 'accent-strong', 'danger'].flatMap((text) =>
    ['surface', 'ground', 'sunken'].map((below) => [text, below] as const),
  ),
  ['ink', 'accent-wash'],
  ['ink-soft', 'accent-wash'],
  ['accent', 'accent-wash'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['danger', 'danger-wash'],
  ['warning', 'warning-wash'],
  ['ground', 'ink'], // the notice
] as const

/** What shows where something is, or which it is: edges of fields, and the ring of the focus. */
const edges = [
  ['edge', 'surface'],
  ['edge', 'ground'],
  ['accent', 'surface'],
  ['accent', 'ground'],
  ['danger', 'surface'],
] as const

describe.each(['light', 'dark'])('in the %s scheme', (scheme) => {
  const tokens = schemes[scheme]!

  test.each(texts)('text in %s on %s has a contrast of 4.5 and more', (...pair) => {
    expect(contrast(tokens, pair)).toBeGreaterThanOrEqual(4.5)
  })

  test.each(edges)('an edge in %s on %s has a contrast of 3 and more', (...pair) => {
    expect(contrast(tokens, pair)).toBeGreaterThanOrEqual(3)
  })
})

/** Colours as tokens.css asks for them, some of them at the edge of it. */
const accents = {
  light: ['#c0392b', '#6f4cc6', '#1a6fb5', '#7a6200', '#000000', '#b3009a'],
  dark: ['#ffd400', '#ff9d8a', '#9fb4ff', '#ffffff', '#5ec8ff'],
}

test.each(Object.entries(accents).flatMap(([scheme, colours]) => colours.map((accent) => [scheme, accent] as const)))(
  'in the %s scheme the accent %s of a deployment keeps what is mixed from it readable',
  (scheme, accent) => {
    const tokens = { ...schemes[scheme]!, accent, 'on-accent': scheme === 'light' ? '#ffffff' : '#000000' }
    for (const pair of texts.filter((pair) => pair.some((name) => name.includes('accent')))) {
      expect(contrast(tokens, pair), pair.join(' on ')).toBeGreaterThanOrEqual(4.5)
    }
  },
)
