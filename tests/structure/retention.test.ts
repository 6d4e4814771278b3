import { expect, test } from 'vitest'
import { retentionPage } from './retention-page.js'

test('docs/retention.md says how long everything is kept (`npm run generate` writes it)', async () => {
  await expect(retentionPage()).toMatchFileSnapshot('../../docs/retention.md')
})
