/** `docs/retention.md`: how long the rows of each table are kept, as the rooms declare it. */
import { resolve, settingsOf } from '../../packages/server/src/capabilities/ground/settings/settings.js'
import { kept } from '../../packages/server/src/edges/purges.js'
import { daysOf, type Purge } from '../../packages/server/src/start/housekeeping.js'

const firstSettings = settingsOf(resolve({}, {}))

export function retentionPage(): string {
  const entries = Object.entries(kept)
  const deleted = entries.flatMap(([table, entry]) =>
    typeof entry === 'string' ? [] : [`| ${entry.what} | ${howLong(entry)} | \`${table}\` |`],
  )
  const staying = entries.flatMap(([table, entry]) => (typeof entry === 'string' ? [`| \`${table}\` | ${entry} |`] : []))
  return `# What is kept, and for how long

Every hour, and a few rows at a time, each node deletes what time has made worthless:

| what | kept | table |
|---|---|---|
${deleted.join('\n')}

The other tables don't grow by themselves:

| table | kept |
|---|---|
${staying.join('\n')}

A user who is deleted takes addresses, sessions, sign-ins and picture along. Events that tell of the user stay for their days, and so do
backups for as long as you keep them.

This page is written from \`purges.ts\` in \`packages/server/src/edges\`, and from what each capability declares there: change it there and run
\`npm run generate\`.
`
}

function howLong({ end, keptDays }: Purge): string {
  const days = daysOf(keptDays, firstSettings)
  return days === 0 ? `until ${end}` : `${days} ${days === 1 ? 'day' : 'days'} after ${end}`
}
