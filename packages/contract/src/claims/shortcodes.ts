/**
 * Text with shortcodes, such as `{{user.first_name || 'friend'}}`. It is read and never executed: an expression is a row of operands, each
 * a path or a literal, of which the first that is neither null nor false counts, else the last.
 */

/** What stands for a value: a path of names, or the value itself. */
export type Operand = { path: string[] } | { value: string | number | boolean }

/** Text is made of plain text and of expressions. */
export type Part = string | Operand[]

/** What a path leads to; null where there is nothing. */
export type Read = (path: string[]) => unknown

/** Text whose shortcodes can't be read. */
export class ShortcodeMistake extends Error {}

const operand = /\s*(?:'((?:[^'\\]|\\.)*)'|(-?\d+(?:\.\d+)?)|([a-z_][\w$-]*(?:\.[^\s.|{}']+)*))\s*(\|\||\}\})/iy

/** @throws ShortcodeMistake */
export function parseShortcodes(text: string): Part[] {
  const parts: Part[] = []
  let at = 0
  for (let begin = text.indexOf('{{'); begin !== -1; begin = text.indexOf('{{', at)) {
    if (begin > at) parts.push(text.slice(at, begin))
    const operands: Operand[] = []
    operand.lastIndex = begin + 2
    for (let ends = false; !ends; ) {
      const found = operand.exec(text)
      if (!found) throw new ShortcodeMistake(text)
      operands.push(operandOf(found))
      ends = found[4] === '}}'
    }
    parts.push(operands)
    at = operand.lastIndex
    operand.lastIndex = 0
  }
  if (at < text.length) parts.push(text.slice(at))
  return parts
}

function operandOf([, quoted, number, path]: RegExpExecArray): Operand {
  if (quoted !== undefined) return { value: quoted.replace(/\\(.)/gs, '$1') }
  if (number !== undefined) return { value: Number(number) }
  if (path === 'true' || path === 'false') return { value: path === 'true' }
  return { path: path!.split('.') } // one of the three is there
}

/** The value of text: that of its expression, of whatever type, where it is nothing else; else text, in which a missing value is `null`. */
export function renderText(parts: Part[], read: Read): unknown {
  const [only] = parts
  if (parts.length === 1 && typeof only === 'object') return valueOfExpression(only, read)
  return parts.map((part) => (typeof part === 'string' ? part : asText(valueOfExpression(part, read)))).join('')
}

function valueOfExpression(operands: Operand[], read: Read): unknown {
  let value: unknown = null
  for (const operand of operands) {
    value = 'path' in operand ? (read(operand.path) ?? null) : operand.value
    if (value !== null && value !== false) return value
  }
  return value
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
