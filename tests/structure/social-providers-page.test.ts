import { readFileSync } from 'node:fs'
import { knownProviders } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import { presets } from '../../packages/server/src/capabilities/entering/social/providers/presets.js'

const page = new URL('../../docs/social-sign-in.md', import.meta.url)
const heading = '| provider | `social.…` | address | counts as verified by |\n|---|---|---|---|\n'
const [begin, end] = ['<!-- the providers -->\n', '<!-- end of the providers -->']

test('the page of social sign-in has all providers (with --update they are written)', async () => {
  const rows = knownProviders.map((key) => {
    const { name, console, givesEmail, verifiedBy } = presets[key]
    return `| ${console ? `[${name}](${console})` : name} | \`${key}\` | ${givesEmail ? 'yes' : 'no'} | ${verifiedBy ?? ''} |\n`
  })
  const text = readFileSync(page, 'utf8')
  const [before, after] = [text.split(begin)[0], text.split(end)[1]]
  await expect(`${before}${begin}${heading}${rows.join('')}${end}${after}`).toMatchFileSnapshot('../../docs/social-sign-in.md')
})
