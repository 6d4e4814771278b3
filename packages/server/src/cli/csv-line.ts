/** One line of CSV (RFC 4180). */
export const csvLine = (values: Array<string | null | undefined>): string =>
  `${values.map((value) => quoted(value ?? '')).join(',')}\r\n`

const quoted = (value: string): string => (/[",;\t\r\n]|^ | $/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)
