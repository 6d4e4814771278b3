/** One page of a list, with the number of all matches. */
export interface Page<Item> {
  data: Item[]
  totalCount: number
}

/** `limit` is 10 by default, 500 at most. */
export interface PageParams {
  limit?: number | undefined
  offset?: number | undefined
}

/** The field to sort by: ascending, or descending with a `-` before it. */
export type Sorted<Field extends string> = Field | `+${Field}` | `-${Field}`
