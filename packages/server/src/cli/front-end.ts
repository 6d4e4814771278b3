/** `frontdesk front-end`: brings the scripts of Clerk's own front ends, for the server to serve. */
import { relative } from 'node:path'
import { type Brought, bringPackage } from '../capabilities/showing/bundles/bring-package.js'
import { frontEnds, type Part } from '../capabilities/showing/bundles/front-ends.js'
import { type BundleName, findBundle, installedBundles } from '../capabilities/showing/bundles/packages.js'
import { majorOf } from '../capabilities/showing/bundles/versions.js'
import { readOptions } from '../start/options.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import type { Command } from './command.js'
import { columns } from './tables.js'

const known = Object.keys(frontEnds)

export const frontEndCommand: Command = {
  usage: [
    [`<${known.join(' | ')}> [--update]`, "brings that major version of Clerk's scripts for browsers, or an exact one"],
    ['--list', 'lists the versions that the server finds'],
  ],
  details: `npm fetches @clerk/clerk-js, and @clerk/ui where it is needed, from the registry it is set up with; only
what browsers load is kept, in .frontdesk/front-end or the folder that FRONTDESK_FRONT_END_FOLDER names.
What is there already is left as it is; --update looks for a newer one, and keeps the one before.
`,
  flags: { update: { type: 'boolean' }, list: { type: 'boolean' } },
  words: { least: 0, most: 1 },
  async run({ flags, words: [version] }) {
    const { frontEndFolder, basePath } = readOptions({ environment: environmentOfProcess() })
    if (version === undefined && !flags.list)
      throw new Error(`Which one? frontdesk front-end takes ${known.join(', ')}, or --list.`)
    if (version !== undefined) await bring(version, flags.update === true, frontEndFolder, basePath)
    if (flags.list) process.stdout.write(list(frontEndFolder))
  },
}

async function bring(version: string, isUpdate: boolean, frontEndFolder: string, basePath: string): Promise<void> {
  const major = /^\d+(\.\d+\.\d+(-[\w.]+)?)?$/.test(version) ? majorOf(version) : null
  const parts = major === null ? undefined : frontEnds[major]
  if (!parts)
    throw new Error(`frontdesk front-end takes ${known.join(', ')}, or an exact version such as 5.128.0, not ${version}.`)

  for (const part of parts) {
    const wanted = part.name === 'clerk-js' ? version : String(part.major)
    const present = isUpdate ? null : findBundle(part.name, wanted, frontEndFolder)
    const isThere = present && (present.version === wanted || wanted === String(part.major))
    process.stdout.write(isThere ? there(part, present) : brought(part, await bringPackage(part.name, wanted, frontEndFolder)))
  }
  if (parts.length === 1)
    process.stdout.write(
      `Pages name it: proxyUrl="${basePath}" clerkJSUrl="${basePath}/npm/@clerk/clerk-js@${version}/dist/clerk.browser.js"\n`,
    )
}

const there = ({ name }: Part, { version, folder }: { version: string; folder: string }): string =>
  `@clerk/${name} ${version} is there, in ${shown(folder)}.\n`

const brought = (part: Part, found: Brought): string =>
  found.isNew
    ? `@clerk/${part.name} ${found.version}: ${(found.bytes / 1e6).toFixed(1)} MB in ${shown(found.folder)}\n`
    : there(part, found)

function list(frontEndFolder: string): string {
  const names: BundleName[] = ['clerk-js', 'ui']
  const rows = names.flatMap((name) =>
    installedBundles(name, frontEndFolder).map(({ version, folder }) => [`@clerk/${name}`, version, shown(folder)]),
  )
  return rows.length > 0 ? columns(rows) : `None. npx frontdesk front-end ${known.at(-1)} brings the newest.\n`
}

const shown = (folder: string): string => relative(process.cwd(), folder) || folder
