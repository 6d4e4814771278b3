import * as z from 'zod'

export const DeletedObject = z.object({
  object: z.string(),
  id: z.string(),
  slug: z.string().nullable().optional(),
  external_id: z.string().optional(),
  deleted: z.literal(true),
})
export type DeletedObject = z.infer<typeof DeletedObject>

export const TotalCount = z.object({ object: z.literal('total_count'), total_count: z.number() })
export type TotalCount = z.infer<typeof TotalCount>

export const pageOf = <Item extends z.ZodType>(item: Item) => z.object({ data: z.array(item), total_count: z.number() })
