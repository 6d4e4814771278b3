const longest = 60

/** A wrong value as a message shows it: cut, and without the password of an address. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return shownText(value)
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list'
  if (typeof value === 'function') return 'a function'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

function shownText(text: string): string {
  if (text.trim() === '') return 'empty'
  if (/:\/\/[^/]*@/.test(text)) return 'an address with a user name'
  return JSON.stringify(text.length > longest ? `${text.slice(0, longest)}…` : text)
}
