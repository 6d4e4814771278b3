import { expect, test } from 'vitest'
import { configurationPage } from './configuration-page.js'

test('docs/configuration.md says what the options are (`npm run generate` writes it)', async () => {
  await expect(configurationPage()).toMatchFileSnapshot('../../docs/configuration.md')
})
