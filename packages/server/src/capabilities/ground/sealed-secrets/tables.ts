/** A secret that others gave the instance. */
export interface SecretsTable {
  /** What it is for, such as `social.google`. */
  name: string
  /** Sealed for this instance and name. */
  sealed: string
  /** What tells it from another one: its end, where that gives nothing away. */
  hint: string
  /** Grows with each change. */
  version: number
  updated_at: number
}
