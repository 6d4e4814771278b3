/** What the machine itself allows: the figures that ours are held against. */
import { generateKeyPairSync, sign } from 'node:crypto'
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const perSecond = (count, startedAt) => count / ((performance.now() - startedAt) / 1000)

/** RS256 signatures per second on one thread. */
export function signingLimit(count = 2_000) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const content = Buffer.alloc(400, 'a')
  const startedAt = performance.now()
  for (let index = 0; index < count; index++) sign('RSA-SHA256', content, privateKey)
  return perSecond(count, startedAt)
}

/** argon2id hashes per second with the parameters Frontdesk uses, one on each of two cores. */
export async function hashingLimit(count = 200) {
  const { hash } = createRequire(import.meta.url)('@node-rs/argon2')
  let left = count
  const startedAt = performance.now()
  await Promise.all(
    [1, 2].map(async () => {
      while (left-- > 0) await hash('correct horse battery staple', { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    }),
  )
  return perSecond(count, startedAt)
}

/** Appends of 4 KB, each synced before the next, per second: what a serial writer can promise on this disk. */
export function syncLimit(folder, count = 2_000) {
  const path = join(mkdtempSync(join(folder, 'sync-')), 'file')
  const file = openSync(path, 'w')
  const block = Buffer.alloc(4096, 1)
  const startedAt = performance.now()
  for (let index = 0; index < count; index++) {
    writeSync(file, block)
    fdatasyncSync(file)
  }
  const rate = perSecond(count, startedAt)
  closeSync(file)
  rmSync(join(path, '..'), { recursive: true })
  return rate
}
