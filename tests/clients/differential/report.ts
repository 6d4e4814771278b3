/** What a run found: which intended differences explain how many requests, and what none of them explains. */
import { type Answer, type Difference, differences } from './compare.js'
import { dimensions } from './dimensions.js'
import type { Generated } from './generator.js'
import { type Comparison, type IntendedDifference, intendedDifferences } from './intended-differences.js'

interface Explanation {
  /** How many requests each entry explains, by what it says. */
  counts: Map<string, number>
  /** The most frequent kinds of difference that are nowhere intended, each with how often it came and a request that shows it. */
  unexplained: string[]
}

export function explain(comparisons: Comparison[]): Explanation {
  const counts = new Map<string, number>()
  const kinds = new Map<string, { count: number; request: Generated }>()
  for (const comparison of comparisons) {
    const found = differences(comparison.clerk, comparison.frontdesk).map((difference) => ({
      difference,
      entry: intendedDifferences.find((entry) => explains(entry, difference, comparison)),
    }))
    for (const what of new Set(found.flatMap(({ entry }) => (entry ? [entry.what] : []))))
      counts.set(what, (counts.get(what) ?? 0) + 1)
    for (const kind of kindsOf(
      comparison,
      found.flatMap(({ difference, entry }) => (entry ? [] : [difference])),
    )) {
      const known = kinds.get(kind)
      kinds.set(kind, { count: (known?.count ?? 0) + 1, request: known?.request ?? comparison.request })
    }
  }
  const unexplained = [...kinds]
    .sort(([, a], [, b]) => b.count - a.count)
    .slice(0, 50)
    .map(([kind, { count, request }]) => `${count} × ${kind}; number ${request.number}: ${unusual(request)}`)
  return { counts, unexplained }
}

const outcome = ({ throws, status, reason, tokenType }: Answer) => (throws ? 'throws' : `${status} ${reason} ${tokenType}`)

/** An entry without fields is about the outcome: where that is the same, it explains nothing. */
function explains({ fields, applies }: IntendedDifference, { field }: Difference, comparison: Comparison): boolean {
  const isMeant = fields ? fields.test(field) : outcome(comparison.clerk) !== outcome(comparison.frontdesk)
  return isMeant && applies(comparison)
}

/** Other outcomes have other everything: of those only the outcome is told. */
function kindsOf({ clerk, frontdesk }: Comparison, unexplained: Difference[]): string[] {
  if (unexplained.length > 0 && outcome(clerk) !== outcome(frontdesk)) return [`${outcome(clerk)} became ${outcome(frontdesk)}`]
  return unexplained.map((difference) => `${difference.field}: ${short(difference.clerk)} became ${short(difference.frontdesk)}`)
}

const short = (value: string | undefined) => value?.slice(0, 80) ?? 'nothing'

/** The choices that make a request what it is. */
const unusual = ({ choices }: Generated) =>
  Object.entries(dimensions)
    .flatMap(([name, { labels }]) => {
      const choice = choices[name as keyof typeof dimensions] // its own key
      return choice === labels[0] ? [] : [`${name} ${choice}`]
    })
    .join(', ')
