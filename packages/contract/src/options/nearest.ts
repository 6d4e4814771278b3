/** The name that somebody may have meant by one that does not exist. */

const leastAbbreviation = 4 // `url` begins a word of a dozen names

/** The nearest of the known names, which may be dotted; undefined where none is near. */
export function nearest(typed: string, known: readonly string[]): string | undefined {
  const ranked = known
    .map((name) => ({ name, distance: distanceTo(typed, name) }))
    .filter(({ distance }) => Number.isFinite(distance))
    .sort((one, other) => one.distance - other.distance)
  return ranked[0]?.name
}

/** Of the whole name, or of what stands behind its last dot: `smtpUrl` is near `mail.smtpUrl`. Infinite for what is not near. */
function distanceTo(typed: string, name: string): number {
  const spellings = [...new Set([name, name.slice(name.lastIndexOf('.') + 1)])]
  const edits = spellings
    .map((spelling) => ({ letters: plain(spelling), distance: editsBetween(plain(typed), plain(spelling)) }))
    .filter(({ letters, distance }) => distance <= Math.max(1, letters.length / 3))
    .map(({ distance }) => distance)
  const abbreviation = isAbbreviation(typed, name) ? plain(name).length : Number.POSITIVE_INFINITY // after every misspelling
  return Math.min(...edits, abbreviation)
}

const plain = (name: string) => wordsOf(name).join('')

/** `appName`, `APP_NAME` and `app.name` are two words each. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .filter(Boolean)

/** Whether each word begins a word of the name, in its order: `appName` is one of `applicationName`. */
function isAbbreviation(typed: string, name: string): boolean {
  const words = wordsOf(typed)
  if (words.join('').length < leastAbbreviation) return false
  const left = wordsOf(name)
  return words.every((word) => {
    while (left.length > 0) if (left.shift()!.startsWith(word)) return true
    return false
  })
}

/** How many letters have to be added, dropped, changed or swapped with the next to make one word of the other (restricted Damerau-Levenshtein). */
function editsBetween(one: string, other: string): number {
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)]
  for (let i = 1; i <= one.length; i++) {
    const row = [i]
    for (let j = 1; j <= other.length; j++) {
      const change = rows[i - 1]![j - 1]! + Number(one[i - 1] !== other[j - 1])
      const isSwap = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]
      const swap = isSwap ? rows[i - 2]![j - 2]! + 1 : change
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, change, swap))
    }
    rows.push(row)
  }
  return rows[one.length]![other.length]!
}
