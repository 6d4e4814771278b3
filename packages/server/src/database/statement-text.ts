/** What a text of SQL holds, as far as can be told without a parser: how many statements, and with which words the first begins. */

/** Comments, strings, quoted names, semicolons, words, and whatever is between them. */
const parts = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`[^`]*`|\[[^\]]*\]|;|\w+|\s+|[\s\S]/g

const isSilent = (part: string) => /^(\s|--|\/\*)/.test(part)

/** Whether another statement follows the first. Within a trigger there are some that are part of it. */
export function hasSeveralStatements(text: string): boolean {
  const told = (text.match(parts) ?? []).filter((part) => !isSilent(part))
  if (/^create (temp |temporary )?trigger /i.test(told.slice(0, 4).join(' '))) return false
  const end = told.findIndex((part, at) => part === ';' && told.slice(0, at).some((before) => before !== ';'))
  return end !== -1 && told.slice(end).some((part) => part !== ';')
}

/** The first two words, in lower case. */
export function firstWords(text: string): string {
  const words: string[] = []
  for (const [part] of text.matchAll(parts)) {
    if (part === ';' || isSilent(part)) continue
    words.push(part.toLowerCase())
    if (words.length === 2) break
  }
  return words.join(' ')
}
