import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The releases of Node that are tried beside the one at hand, each by the name of its package in tests/packaging. */
export const otherReleases = ['node-22', 'node-24', 'node-26']

/** There are packages of them for this platform alone. */
export const hasOtherReleases = process.platform === 'linux' && process.arch === 'x64'

/** The binary of a release; undefined where there is no package for this machine. */
export function binaryOf(release: string): string | undefined {
  const path = fileURLToPath(new URL(`../packaging/node_modules/${release}/bin/node`, import.meta.url))
  return existsSync(path) ? path : undefined
}
