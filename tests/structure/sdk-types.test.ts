import { expect, test } from 'vitest'
import { eventTypes, parameterTypes, servedResources, servedVerification } from './sdk-types.js'

const sdk = '../../packages/backend/src'

test("the SDK's resources are what the contract says of them (`npm run generate` writes them)", async () => {
  await expect(servedResources()).toMatchFileSnapshot(`${sdk}/json/served.ts`)
  await expect(servedVerification()).toMatchFileSnapshot(`${sdk}/json/served-verification.ts`)
})

test("the SDK's parameters are those that the contract takes (`npm run generate` writes them)", async () => {
  await expect(parameterTypes()).toMatchFileSnapshot(`${sdk}/api/parameters.ts`)
})

test('hooks are told what the contract says of events (`npm run generate` writes it)', async () => {
  await expect(eventTypes()).toMatchFileSnapshot('../../packages/server/src/start/event-data.ts')
})
