/** `frontdesk import`: people with the accounts that they had elsewhere. */
import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CheckOptions } from '../capabilities/management/imports/check-person.js'
import { batchSize, type ImportEntry, importPeople, tryPeople } from '../capabilities/management/imports/import-people.js'
import { finishRun, listRuns, noTally, openRun, refusalsOf, type Tally } from '../capabilities/management/imports/runs.js'
import { undoImport } from '../capabilities/management/imports/undo-import.js'
import type { Instance } from '../start/instance.js'
import { withDatabase } from './backend.js'
import type { Call, Command } from './command.js'
import { confirm } from './confirm.js'
import { fingerprintOf } from './import/fingerprint.js'
import { type ImportFile, openImportFile } from './import/import-file.js'
import { readMap } from './import/mapped.js'
import { type Progress, showProgress } from './import/progress.js'
import type { Entry, Reader } from './import/reader.js'
import { readerOf, readers } from './import/readers.js'
import { summaryOf, writeReport } from './import/report.js'
import { openScratch, type Scratch } from './import/scratch.js'
import { columns, whenOf } from './tables.js'

const at = { type: 'string' } as const

/** What only one reader asks for, by the flag's name. */
const ownFlags = new Map(
  readers.flatMap((reader) => Object.entries(reader.flags ?? {}).map(([flag, takes]) => [flag, { reader, takes }])),
)

export const importCommand: Command = {
  does: 'people with the accounts that they had elsewhere',
  details: `--from names where the files are from, if they don't show it:
${readers.map(({ name, takes }) => `  ${name.padEnd(12)}${takes}`).join('\n')}
--map takes our fields and the columns of other files, as in
  --map id=No,email=Email,email_verified==true,first_name=Given,public_metadata.plan=Plan
${[...ownFlags].map(([flag, { takes }]) => `--${flag} takes ${takes}.`).join('\n')}
--dry-run writes nothing, and says what would happen.
--trust-addresses takes addresses for verified that the files call unverified: those of apps that never asked for a proof.
--without-second-factors imports those who had a second factor, too, and lets them in by the first alone.
--events tells of each who is imported, as of those who sign up.
--report names the file for those who are refused, and why; else it is beside the first file.
A run that ended before its time goes on when it is called in the same way again. Servers may run meanwhile.
The exit code is 2 when somebody was refused.
`,
  verbs: {
    list: {
      usage: [['[--at app]', 'lists the imports, the newest first']],
      flags: { at },
      words: { least: 0, most: 0 },
      run: ({ flags }) => withDatabase(atOf(flags), list),
    },
    undo: {
      usage: [
        [
          '<run> [--changed-too] [--yes] [--at app]',
          'deletes whom an import brought, if they were not changed and have not signed in',
        ],
      ],
      flags: { 'changed-too': { type: 'boolean' }, yes: { type: 'boolean' }, at },
      words: { least: 1, most: 1 },
      run: ({ flags, words: [run] }) => withDatabase(atOf(flags), (instance) => undo(instance, run!, flags)),
    },
  },
  otherwise: {
    usage: [
      [
        '<file>… [--from service | --map fields] [--dry-run] [--trust-addresses] [--without-second-factors] [--events] [--report file] [--at app]',
        'brings people along, with their ids and passwords',
      ],
    ],
    flags: {
      from: { type: 'string' },
      map: { type: 'string' },
      'dry-run': { type: 'boolean' },
      'trust-addresses': { type: 'boolean' },
      'without-second-factors': { type: 'boolean' },
      ...Object.fromEntries([...ownFlags.keys()].map((flag) => [flag, { type: 'string' } as const])),
      events: { type: 'boolean' },
      report: { type: 'string' },
      at,
    },
    words: { least: 1, most: 100 },
    async run({ flags, words }) {
      const job = readJob(flags, words) // before another folder is entered
      await withDatabase(atOf(flags), (instance) => bring(instance, job))
    },
  },
}

const atOf = (flags: Call['flags']): string => String(flags.at ?? '.')

interface Job {
  reader: Reader
  files: ImportFile[]
  map: ReadonlyMap<string, string>
  /** The reader's own. */
  flags: Record<string, string>
  trustsAddresses: boolean
  isDryRun: boolean
  tells: boolean
  options: CheckOptions
  /** Where the refusals go; null for a file beside the first one. */
  report: string | null
  progress: Progress
}

function readJob(flags: Call['flags'], words: string[]): Job {
  const paths = words.map((word) => resolve(word))
  const map = flags.map === undefined ? new Map<string, string>() : readMap(String(flags.map))
  const reader = readerOf(paths.map((path) => openImportFile(path)), flags.from === undefined ? undefined : String(flags.from), map.size > 0) // biome-ignore format: one thought
  const isDryRun = flags['dry-run'] === true
  const sizes = paths.map((path) => openImportFile(path).bytes)
  const progress = showProgress(isDryRun ? 'Checking' : 'Importing', sizes.reduce((sum, bytes) => sum + bytes, 0)) // biome-ignore format: one thought
  return {
    reader,
    files: paths.map((path) => openImportFile(path, progress.read)),
    map,
    flags: ownFlagsIn(flags, reader),
    trustsAddresses: flags['trust-addresses'] === true,
    isDryRun,
    tells: flags.events === true,
    options: { withoutSecondFactors: flags['without-second-factors'] === true },
    report: flags.report === undefined ? null : resolve(String(flags.report)),
    progress,
  }
}

/** @throws for a flag of another reader */
function ownFlagsIn(flags: Call['flags'], { name, flags: own = {} }: Reader): Record<string, string> {
  const given = [...ownFlags].filter(([flag]) => flags[flag] !== undefined)
  const foreign = given.find(([flag]) => !(flag in own))
  if (foreign) throw new Error(`--${foreign[0]} is for files of ${foreign[1].reader.name}; these are read as ${name}.`)
  return Object.fromEntries(given.map(([flag]) => [flag, String(flags[flag])]))
}

async function bring(instance: Instance, job: Job): Promise<void> {
  const scratch = await openScratch()
  try {
    const read = job.reader.read(job.files, { scratch, map: job.map, flags: job.flags })
    const entries = job.trustsAddresses ? trusting(read) : read
    const tally = job.isDryRun ? await tryAll(instance, job, entries, scratch) : await importAll(instance, job, entries)
    if (tally.refused > 0) process.exitCode = 2
  } finally {
    scratch.close()
  }
}

async function importAll(instance: Instance, job: Job, entries: AsyncIterable<Entry>): Promise<Tally> {
  const { reader, files, map, flags, trustsAddresses, tells, options, progress } = job
  const fingerprint = await fingerprintOf(files, {
    reader: reader.name,
    map: [...map],
    flags,
    trustsAddresses,
    tells,
    ...options,
  })
  let run = await openRun(instance, { source: reader.name, files: files.map(({ name }) => name), fingerprint, tells })
  if (run.position > 0)
    process.stderr.write(`Going on with the import ${run.id} behind ${run.position.toLocaleString('en')} people.\n`)
  for await (const batch of inBatches(entries, run.position)) {
    run = await importPeople(instance, run, batch, options)
    progress.done(batch.length)
  }
  progress.end()

  const report = job.report ?? `${files[0]!.path}.${run.id}.csv`
  if (run.tally.refused > 0) await writeReport(report, refusalsOf(instance, run.id))
  await finishRun(instance, run)
  process.stdout.write(
    `${summaryOf(run.tally, false, report)}\nThis is the import ${run.id}. \`npx frontdesk import undo ${run.id}\` takes it back.\n`,
  )
  return run.tally
}

async function tryAll(instance: Instance, job: Job, entries: AsyncIterable<Entry>, scratch: Scratch): Promise<Tally> {
  const remembered = {
    get: (kind: string, key: string) => scratch.get(`seen ${kind}`, key)[0],
    add: (kind: string, key: string, userId: string) => scratch.add(`seen ${kind}`, key, userId),
  }
  let tally: Tally = noTally
  const report = job.report ?? `${job.files[0]!.path}.dry-run.csv`
  async function* refusals() {
    for await (const batch of inBatches(entries, 0)) {
      const tried = await tryPeople(instance, batch, job.options, { tally, remembered })
      tally = tried.tally
      yield* tried.refused
      job.progress.done(batch.length)
    }
  }
  await writeReport(report, refusals())
  if (tally.refused === 0) rmSync(report)
  job.progress.end()
  process.stdout.write(`${summaryOf(tally, true, report)}\nNothing was written.\n`)
  return tally
}

/** The same people, as if each of their addresses were verified. */
async function* trusting(entries: AsyncIterable<Entry>): AsyncGenerator<Entry> {
  for await (const entry of entries) {
    if ('person' in entry) for (const address of entry.person.emailAddresses ?? []) address.verified = true
    yield entry
  }
}

/** What is behind the first `done` entries. */
async function* inBatches(entries: AsyncIterable<Entry>, done: number): AsyncGenerator<ImportEntry[]> {
  let toSkip = done
  let batch: ImportEntry[] = []
  for await (const entry of entries) {
    if (toSkip-- > 0) continue
    batch.push(entry)
    if (batch.length < batchSize) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

async function list(instance: Instance): Promise<void> {
  const runs = await listRuns(instance)
  const rows = runs.map(({ id, source, status, tally, created_at, files }) => [
    id,
    source,
    status === 'running' ? 'not finished' : status,
    `${tally.imported} imported`,
    `${tally.refused} refused`,
    whenOf(created_at),
    files.join(', '),
  ])
  process.stdout.write(runs.length === 0 ? 'There were no imports.\n' : columns(rows))
}

async function undo(instance: Instance, runId: string, flags: Call['flags']): Promise<void> {
  const changedToo = flags['changed-too'] === true
  if (!flags.yes) await confirm(`Delete ${changedToo ? 'everybody' : 'those'} whom the import ${runId} brought${changedToo ? '' : ', if they were not changed and have not signed in'}?`) // biome-ignore format: one thought
  const { removed, kept } = await undoImport(instance, runId, { changedToo })
  process.stdout.write(
    `Deleted ${removed.toLocaleString('en')} people.\n${kept > 0 ? `Left ${kept.toLocaleString('en')} who have signed in or were changed since: --changed-too deletes them as well.\n` : ''}`,
  )
}
