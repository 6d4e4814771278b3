/** What a text holds for a field of six digits. */
export interface TypedCode {
  /** At most six digits, in the script in which they stand there. */
  digits: string
  /** Whether nothing else in the text can be the code, so that it needs no second look. */
  isSure: boolean
}

/** Six digits in a row, and not within more of them. */
const rows = /(?<!\p{Nd})\p{Nd}{6}(?!\p{Nd})/gu
/** Digits in groups, with spaces, hyphens or dashes between them. */
const groups = /\p{Nd}+(?:[\p{Zs}\p{Pd}\u2212]{1,3}\p{Nd}+)+/gu
/** Marks without a width, which come along when a formatted text is copied. */
const invisible = /\p{Cf}/gu

/**
 * Finds the code in what was typed, filled in, dropped or pasted, which may be a whole sentence with a year or an amount in it. A code is
 * six digits in a row, or groups of digits that are six together. Where there is none or more than one, the person has to look.
 */
export function typedCode(text: string): TypedCode {
  const visible = text.replace(invisible, '')
  const found = [rows, groups].flatMap((shape) => (visible.match(shape) ?? []).map(digitsOf))
  const codes = new Set(found.filter((digits) => digits.length === 6).map((digits) => digits.join('')))
  const [first] = codes
  return first ? { digits: first, isSure: codes.size === 1 } : { digits: digitsOf(visible).slice(0, 6).join(''), isSure: false }
}

/** As characters: digits of some scripts are two units of a string each. */
const digitsOf = (text: string): string[] => text.match(/\p{Nd}/gu) ?? []
