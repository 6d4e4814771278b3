import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { accentStyles } from '../../../basics/accent.js'
import { testServer } from '../../../testing/test-server.js'

const tokens = readFileSync(fileURLToPath(new URL('../../../../../ui/src/styles/tokens.css', import.meta.url)), 'utf8')
const [light, dark] = [...tokens.matchAll(/--surface: (#[\da-f]{6})/g)].map(([, colour]) => colour!)

/** WCAG 2.2, contrast ratio of two colours such as `#14624b`. */
function contrast(...colours: [string, string]): number {
  const [darker, lighter] = colours
    .map((colour) => {
      const [red, green, blue] = [1, 3, 5].map((at) => {
        const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
        return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
      })
      return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue! // three numbers
    })
    .toSorted((one, other) => one - other)
  return (lighter! + 0.05) / (darker! + 0.05)
}

describe('the accent colour', () => {
  const colours = [
    '#000000',
    '#ffffff',
    '#ffff00',
    '#808080',
    '#0000ff',
    '#ff0000',
    '#00ff00',
    '#161c19',
    '#777777',
    '#e8590c',
    '#c0ffee',
  ]

  test.each(colours)('%s becomes one that can be read on the pages in both schemes, and be written on', (accent) => {
    const [[, onLight, aboveLight], [, onDark, aboveDark]] = [
      ...accentStyles(accent).matchAll(/--accent:(#[\da-f]{6});--on-accent:(#[\da-f]{6})/g),
    ] as [RegExpMatchArray, RegExpMatchArray]
    expect(contrast(onLight!, light!)).toBeGreaterThanOrEqual(5.5)
    expect(contrast(onDark!, dark!)).toBeGreaterThanOrEqual(5.5)
    expect(contrast(onLight!, aboveLight!)).toBeGreaterThanOrEqual(4.5)
    expect(contrast(onDark!, aboveDark!)).toBeGreaterThanOrEqual(4.5)
  })

  test('a colour that can be read already stays as it is', () => {
    expect(accentStyles('#6f2c91')).toContain(':root{--accent:#6f2c91;')
    expect(accentStyles('#9fb4ff')).toContain('dark){:root{--accent:#9fb4ff;')
  })
})

describe('branding', () => {
  test('a page has the style of the accent colour and the origin of the logo in its policy, and nothing more is let in', async () => {
    const branding = { accentColor: '#6F2C91', logoUrl: 'https://cdn.example.com/logo.svg' }
    const server = await testServer('sqlite', { branding })
    for (const path of ['/sign-in', '/user', '/sign-out']) {
      const response = await server.request(path)
      const [, styles] = /<style>(.*?)<\/style>/.exec(await response.text())!
      expect(styles).toBe(accentStyles('#6f2c91'))
      const policy = response.headers.get('content-security-policy')
      expect(policy).toContain(`style-src 'self' 'sha256-${createHash('sha256').update(styles!).digest('base64')}';`)
      expect(policy).toContain("img-src 'self' data: blob: https://cdn.example.com;")
    }
    await server.close()
  })

  test('what Clerk components read of the branding is in the environment, with whole addresses where the public one is known', async () => {
    const branding = { logoUrl: '/logo.svg', termsUrl: '/terms', privacyUrl: 'https://example.com/privacy' }
    const server = await testServer('sqlite', { branding, publicUrl: 'https://app.example.com', environment: 'development' })
    const { display_config } = (await server.browser().call('GET', '/environment')).body
    expect(display_config).toMatchObject({
      logo_image_url: 'https://app.example.com/logo.svg',
      logo_url: 'https://app.example.com/logo.svg',
      terms_url: 'https://app.example.com/terms',
      privacy_policy_url: 'https://example.com/privacy',
    })
    await server.close()
  })

  test.each([
    [{ accentColor: 'green' }, 'branding.accentColor: must be a colour as six hexadecimal digits, such as #14624b, not "green"'],
    [{ logoUrl: 'logo.svg' }, 'branding.logoUrl: must be a path such as /logo.svg, or a whole address such as https://example.com/logo.svg, not "logo.svg"'], // biome-ignore format: one thought
    [{ termsUrl: 'javascript:alert(1)' }, 'branding.termsUrl: must be a path such as /terms, '],
    [{ termsUrl: '//evil.example' }, 'branding.termsUrl: must be a path such as /terms, '],
    [{ privacyUrl: 'https://a b' }, 'branding.privacyUrl: must be a path such as /privacy, '],
  ])('a mistake in the branding is told with what works: %o', async (branding, message) => {
    await expect(testServer('sqlite', { branding })).rejects.toThrow(message)
  })

  test('the accent colour may be written without its #, which begins a comment in environment files', async () => {
    const server = await testServer('sqlite', { branding: { accentColor: '6F2C91' } })
    expect(server.instance.settings.branding.accentColor).toBe('#6f2c91')
    await server.close()
  })
})
