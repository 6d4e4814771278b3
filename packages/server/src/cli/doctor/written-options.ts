/** The names in an object of options, as far as the source shows it: literals, constants that hold one, and what is spread of them. */
import { argumentsAt, type Source, splitLine } from './source.js'

/** Null where a part of it is made by code, or elsewhere: then nobody knows which names it has. */
export function optionNames(text: string | undefined, { code }: Source, sources: Source[], depth = 0): Set<string> | null {
  const written = (text ?? '').trim().replace(/\s+(as|satisfies)\s+[\w$.<>[\]]+$/, '')
  if (depth > 5) return null
  if (!written.startsWith('{')) return namesOfConstant(written, { code }, sources, depth)
  const inside = argumentsAt(written, 1)
  if (written.slice(inside.length + 2).trim() !== '') return null // more than one literal
  const names = new Set<string>()
  for (const part of splitLine(inside)) {
    const [, spread] = /^\.\.\.([\s\S]+)$/.exec(part) ?? []
    const spreadNames = spread && optionNames(spread, { path: '', code }, sources, depth + 1)
    const [, name] = /^(?:async\s+)?['"]?([\w$]+)['"]?\s*(?:[:(=]|$)/.exec(part) ?? []
    if (spread ? !spreadNames : !name) return null
    for (const found of spreadNames || [name!]) names.add(found) // one of them is there
  }
  return names
}

/** `const options = { … }` in the file itself, or else exported by one other of the app's. */
function namesOfConstant(name: string, { code }: Pick<Source, 'code'>, sources: Source[], depth: number): Set<string> | null {
  if (!/^[\w$]+$/.test(name)) return null
  const escaped = name.replaceAll('$', '\\$')
  const made = (exported: string) => new RegExp(`\\b${exported}const\\s+${escaped}\\s*(?::[^=]+)?=\\s*(?=\\{)`, 'g')
  const places = [...code.matchAll(made(''))].map((match) => ({ code, from: match.index + match[0].length }))
  const found =
    places.length > 0
      ? places
      : sources.flatMap((source) =>
          [...source.code.matchAll(made('export\\s+'))].map((match) => ({
            code: source.code,
            from: match.index + match[0].length,
          })),
        )
  const [place] = found
  if (!place || found.length > 1) return null
  return optionNames(`{${argumentsAt(place.code, place.from + 1)}}`, { path: '', code: place.code }, sources, depth + 1)
}
