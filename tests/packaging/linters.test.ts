/** What `publint` and `@arethetypeswrong/core` say of the packages as they are published. */
import { readFileSync } from 'node:fs'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'
import { expect, test } from 'vitest'
import { pack } from './packed.js'

const packed = pack()

test('the published packages are the SDKs and the server', () => {
  const sdks = ['backend', 'clerk-sdk-node', 'clerk-sdk-node-4', 'express'].map((name) => `@frontdesk/${name}`)
  expect(packed.map(({ name }) => name).sort()).toEqual([...sdks, 'frontdesk'])
})

test.each(packed)('publint finds nothing to say about $name', async ({ file }) => {
  const { messages, pkg } = await publint({ pack: { tarball: bytesOf(file).buffer }, strict: true })
  expect(messages.map((message) => formatMessage(message, pkg))).toEqual([])
})

test.each(packed)('the types of $name are right however it is resolved', async ({ file }) => {
  const { problems } = await notNothing(checkPackage(createPackageFromTarballData(bytesOf(file))))
  expect(problems).toEqual([])
})

async function notNothing<Analysis extends { types: unknown }>(checked: Promise<Analysis>) {
  const analysis = await checked
  if (!analysis.types) throw new Error('The package has no types.')
  return analysis as Exclude<Analysis, { types: false }>
}

function bytesOf(file: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(file))
}
