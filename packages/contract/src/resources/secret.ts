import * as z from 'zod'

/** What is shown of a secret that was given once. */
export const ShownSecret = z.object({
  set: z.boolean(),
  hint: z.string().nullable().describe('How it ends, such as `…4f2a`.'),
  updated_at: z.number().nullable().describe('Null for one that code or the environment sets.'),
})
export type ShownSecret = z.infer<typeof ShownSecret>
