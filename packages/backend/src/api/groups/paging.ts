/** A part of a list, with the number of all that match. */
export interface Page<Item> {
  data: Item[]
  totalCount: number
}

/** `limit` is 10 where none is given, 500 at most. */
export interface PageParams {
  limit?: number | undefined
  offset?: number | undefined
}

/** A field to sort by, upwards, or downwards with `-` before it. */
export type Sorted<Field extends string> = Field | `+${Field}` | `-${Field}`
