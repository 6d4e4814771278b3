import { expect, test } from 'vitest'
import { operationsPage } from './operations-page.js'

test('docs/operations.md says what is answered, and who may ask (`npm run generate` writes it)', async () => {
  await expect(operationsPage()).toMatchFileSnapshot('../../docs/operations.md')
})
