/** Passwords that a finger runs along, or that repeat themselves. */

export type EasyPattern = 'repeated' | 'sequences'

const rows = ['qwertyuiop', 'asdfghjkl', 'zxcvbnm', 'qwertzuiop', 'yxcvbnm', 'azertyuiop', 'qsdfghjklm', 'wxcvbn', '1234567890']
const neighbours = new Set([...rows, ...rows.map(reversed)].flatMap((row) => [...row].slice(1).map((key, at) => row[at]! + key)))

/** What makes a password easy: one part over and over, or no more than two runs of neighbouring letters, digits or keys. */
export function easyPatternIn(password: string): EasyPattern | null {
  const characters = [...password.toLowerCase()]
  if (/^(.{1,4}?)\1+$/su.test(characters.join('')) || new Set(characters).size <= 2) return 'repeated'
  const breaks = characters.slice(1).filter((next, at) => !follows(characters[at]!, next)).length
  return breaks <= 1 ? 'sequences' : null
}

const follows = (one: string, next: string): boolean =>
  Math.abs(one.codePointAt(0)! - next.codePointAt(0)!) <= 1 || neighbours.has(one + next)

function reversed(row: string): string {
  return [...row].reverse().join('')
}
