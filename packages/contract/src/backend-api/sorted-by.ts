import * as z from 'zod'

/** The order of a list: `-created_at` sorts descending, no sign or `+` ascending. A `+` in a query string arrives as a space. */
export const sortedBy = <const Column extends string>(...columns: [Column, ...Column[]]) =>
  z
    .string()
    .regex(new RegExp(`^[+ -]?(${columns.join('|')})$`), `must be one of ${columns.join(', ')}, with + or - before it`)
    .meta({ sortedBy: columns })
    .transform((value) => ({ column: value.replace(/^[+ -]/, '') as Column, descending: value.startsWith('-') })) // the pattern allows no other
    .default({ column: columns[0], descending: true })
