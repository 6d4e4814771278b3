/** Reverification: how long ago a person must have shown who they are, whether they did, and the answer that lets clerk-js ask them again. */
export type ReverificationLevel = 'first_factor' | 'second_factor' | 'multi_factor'
export type ReverificationConfig =
  | 'strict'
  | 'strict_mfa'
  | 'moderate'
  | 'lax'
  | { level: ReverificationLevel; afterMinutes: number }

type Rule = Exclude<ReverificationConfig, string>

const levels: unknown[] = ['first_factor', 'second_factor', 'multi_factor'] satisfies ReverificationLevel[]

const presets: Record<string, Rule> = {
  strict_mfa: { level: 'multi_factor', afterMinutes: 10 },
  strict: { level: 'second_factor', afterMinutes: 10 },
  moderate: { level: 'second_factor', afterMinutes: 60 },
  lax: { level: 'second_factor', afterMinutes: 1_440 },
}

/** What a configuration asks for; nothing for one that can't be meant. */
export function reverificationRule(config: ReverificationConfig): Rule | undefined {
  const rule = typeof config === 'string' ? (Object.hasOwn(presets, config) ? presets[config] : undefined) : config
  return rule && levels.includes(rule.level) && typeof rule.afterMinutes === 'number' && rule.afterMinutes > 0 ? rule : undefined
}

export function isReverified(age: [number, number] | null, config: ReverificationConfig): boolean {
  const rule = reverificationRule(config)
  if (!age?.every(isFactorAge) || !rule) return false
  const [isFirstFresh, isSecondFresh] = age.map((minutes) => minutes !== -1 && minutes < rule.afterMinutes)
  const hasNoSecond = age[1] === -1
  if (rule.level === 'first_factor') return isFirstFresh!
  if (rule.level === 'second_factor') return hasNoSecond ? isFirstFresh! : isSecondFresh!
  return isFirstFresh! && (hasNoSecond || isSecondFresh!)
}

/** Minutes, or -1 if the factor was never verified. */
const isFactorAge = (value: unknown) => typeof value === 'number' && Number.isFinite(value) && (value === -1 || value >= 0)

/** By these members clerk-js tells the answer from others. */
export interface ReverificationError<Config extends ReverificationConfig = ReverificationConfig> {
  clerk_error: { type: 'forbidden'; reason: 'reverification-error'; metadata: { reverification?: Config } }
}

/**
 * The body of an answer after which `useReverification()` of Clerk's browser SDKs asks the person once more who they are, and then repeats
 * the request.
 *
 * @example
 * app.post('/payout', requireAuth(), (req, res) => {
 *   if (!getAuth(req).has({ reverification: 'strict' })) return res.status(403).json(reverificationError('strict'))
 *   res.send('On its way')
 * })
 */
export const reverificationError = <Config extends ReverificationConfig>(missing?: Config): ReverificationError<Config> => ({
  clerk_error: {
    type: 'forbidden',
    reason: 'reverification-error',
    metadata: missing === undefined ? {} : { reverification: missing },
  },
})

/** The same as a whole answer with status 403, for handlers that return a `Response`. */
export const reverificationErrorResponse = (missing?: ReverificationConfig): Response =>
  Response.json(reverificationError(missing), { status: 403 })
