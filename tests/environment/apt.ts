/** Debian's packages, for what the tests drive and npm doesn't have. */
import { execFileSync } from 'node:child_process'

/** @throws with what apt-get says */
export function installDebianPackages(...names: string[]): void {
  aptGet('update')
  aptGet('install', '--yes', '--no-install-recommends', ...names)
}

function aptGet(...words: string[]): void {
  execFileSync('apt-get', ['-o', 'DPkg::Lock::Timeout=300', '--quiet', ...words], {
    stdio: ['ignore', 'ignore', 'pipe'], // stderr is in the error's message
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  })
}
