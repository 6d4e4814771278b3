export interface SecondFactorGuessesTable {
  user_id: string
  /** Wrong answers in a row. */
  failed_attempts: number
  guesses_locked_until: number | null
}
