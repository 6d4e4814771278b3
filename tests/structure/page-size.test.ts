import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { testServer } from '../../packages/server/src/testing/test-server.js'

const readme = fileURLToPath(new URL('../../README.md', import.meta.url))
const dist = fileURLToPath(new URL('../../packages/ui/dist/', import.meta.url))

interface Chunk {
  file: string
  css?: string[]
  imports?: string[]
}

/** Every file that the page's first load needs, by way of its imports. */
function filesOf(manifest: Record<string, Chunk>, key: string): string[] {
  const { file, css = [], imports = [] } = manifest[key]!
  return [...new Set([file, ...css, ...imports.flatMap((imported) => filesOf(manifest, imported))])]
}

test('the sign-in page needs less than 40 KB, its scripts and styles compressed by brotli and its HTML as it is', async () => {
  const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, 'utf8')) as Record<string, Chunk> // written by Vite
  const sizes = filesOf(manifest, 'src/pages/sign-in.tsx').map((file) => brotliCompressSync(readFileSync(dist + file)).length)
  const server = await testServer('sqlite')
  const html = await (await server.request('/sign-in')).arrayBuffer()
  await server.close()
  const kilobytes = sizes.reduce((sum, size) => sum + size, html.byteLength) / 1000
  console.log(`The sign-in page: ${kilobytes.toFixed(1)} KB, of which HTML ${(html.byteLength / 1000).toFixed(1)} KB`)
  expect(kilobytes).toBeLessThan(40)

  const promised = /(\d+) KB for the sign-in page in all/.exec(readFileSync(readme, 'utf8'))?.[1]
  expect(Math.abs(Number(promised) - kilobytes)).toBeLessThan(1) // the README says how much it is
})
