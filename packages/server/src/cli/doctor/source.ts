/**
 * A light reading of JavaScript, by patterns and brackets: names that are imported under another name, options that are made at run
 * time and apps that are put together by other code stay unseen. What is not seen is not reported.
 */
export interface Source {
  /** From the app's folder. */
  path: string
  /** Without comments, and with imported names as they were written before a compiler made CommonJS of them. */
  code: string
}

export interface Call {
  args: string
  /** Where it begins in the code. */
  at: number
}

/** `app.use(…)`, `app.get(…)` and so on, of an app that this file makes. */
export interface Mount extends Call {
  /** The name of the app. */
  on: string
  method: string
  /** Each argument's text. */
  written: string[]
  /** The same; one that is the name of a constant has the constant's text. */
  list: string[]
  line: number
}

const token = /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\.|[^`\\])*`|\/\/[^\n]*|\/\*[\s\S]*?\*\//g

export const readCode = (text: string): string => asWritten(withoutComments(text))

const withoutComments = (text: string): string =>
  text.replace(token, (found) => (found.startsWith('/') ? found.replace(/[^\n]/g, ' ') : found))

/** `(0, express_2.frontdesk)()` of TypeScript, `(0, import_express2.frontdesk)()` of esbuild, `express_1.default.json()`: plain names again. */
const asWritten = (code: string): string =>
  code
    .replace(/\(0, _?(?:import_)?([a-z]\w*?)_?\d*\.(\w+)\)/g, (_, from, name) => (name === 'default' ? from : name))
    .replace(/\b_?(?:import_)?([a-z]\w*?)_?\d*\.default\b/g, (_, from) => from)

/** The calls of a function by its name, with their arguments' text. */
export function callsIn(code: string, name: string): Call[] {
  return [...code.matchAll(new RegExp(`(?<![\\w$.])${name}\\s*\\(`, 'g'))].map((match) => ({
    args: argumentsAt(code, match.index + match[0].length),
    at: match.index,
  }))
}

/** From 1. */
export const lineOf = (code: string, at: number): number => code.slice(0, at).split('\n').length

/** Whether a call of that name is somewhere in the text. */
export const calls = (text: string, name: string): boolean => new RegExp(`(?<![\\w$])${name}\\s*\\(`).test(text)

export const mountsIn = (source: Source): Mount[] => mountsOf(source, /\b(\w+)\s*(?::[^=\n]+)?=\s*express\s*\(\s*\)/g)

/** The same of routers, too. */
export const mountsInAll = (source: Source): Mount[] =>
  mountsOf(source, /\b(\w+)\s*(?::[^=\n]+)?=\s*(?:express\s*\(\s*\)|[^=;\n]*\bRouter\s*\()/g)

function mountsOf({ code }: Source, made: RegExp): Mount[] {
  const apps = new Set([...code.matchAll(made)].map(([, name]) => name))
  const constants = constantsOf(code)
  return [...code.matchAll(/\b(\w+)\s*\.\s*(use|all|get|post|put|patch|delete)\s*\(/g)]
    .filter(([, object]) => apps.has(object))
    .map((match) => {
      const args = argumentsAt(code, match.index + match[0].length)
      const written = splitLine(args)
      return {
        on: match[1]!, // both groups are always there
        method: match[2]!,
        args,
        at: match.index,
        written,
        list: written.map((part) => constants.get(part) ?? part),
        line: lineOf(code, match.index),
      }
    })
}

/** Constants that are made by a call, such as `const desk = frontdesk()`. */
function constantsOf(code: string): Map<string, string> {
  const made = [...code.matchAll(/\b(?:const|let|var)\s+(\w+)\s*(?::[^=\n]+)?=\s*(?:await\s+)?([\w.]+\s*\()/g)]
  return new Map(made.map((match) => [match[1]!, `${match[2]}${argumentsAt(code, match.index + match[0].length)})`])) // both groups are always there
}

/** The text from behind an opening bracket to the one that closes it. */
export function argumentsAt(code: string, from: number): string {
  const end = walk(code, from, (depth) => depth < 0)
  return code.slice(from, end)
}

export function splitLine(args: string): string[] {
  const parts: string[] = []
  for (let from = 0; from < args.length; ) {
    const end = walk(args, from, (depth, character) => depth === 0 && character === ',')
    parts.push(args.slice(from, end).trim())
    from = end + 1
  }
  return parts.filter(Boolean)
}

/** The first place, outside of strings, where `isEnd` holds; the end of the text if nowhere. */
function walk(code: string, from: number, isEnd: (depth: number, character: string) => boolean): number {
  let depth = 0
  const pattern = /(['"])(?:\\.|(?!\1)[^\\\n])*\1|`(?:\\.|[^`\\])*`|[()[\]{},]/g
  pattern.lastIndex = from
  for (let match = pattern.exec(code); match; match = pattern.exec(code)) {
    const [found] = match
    if ('([{'.includes(found)) depth += 1
    if (')]}'.includes(found)) depth -= 1
    if (found.length === 1 && isEnd(depth, found)) return match.index
  }
  return code.length
}

/** The text of a string literal, or null for anything else. */
export const literal = (text: string | undefined): string | null => /^(['"`])([^'"`$]*)\1$/.exec(text ?? '')?.[2] ?? null
