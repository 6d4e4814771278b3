import type { Factor, WayStep } from './way.js'

/** The factor of this strategy: for the address that was typed, else for the primary one. */
export function factorOf(step: WayStep, strategy: string): Factor | undefined {
  const factors = step.factors.filter((factor) => factor.strategy === strategy)
  return factors.find((factor) => isTyped(step, factor)) ?? factors.find(({ primary }) => primary) ?? factors[0]
}

/** Whether the factor sends to the address that was typed; the server masks all others. */
export function isTyped({ identifier }: Pick<WayStep, 'identifier'>, { safe_identifier }: Factor): boolean {
  return safe_identifier !== undefined && identifier?.trim().toLowerCase() === safe_identifier
}

/** Whether the server has prepared this strategy already. If not, its screen asks it to. */
export const isSent = ({ verification }: Pick<WayStep, 'verification'>, strategy: string): boolean =>
  verification?.strategy === strategy && verification.status === 'unverified'

/** What names the factor's address, as the API's parameters do: `{ email_address_id }`. */
export const idsOf = (factor: Factor): Record<string, string> =>
  Object.fromEntries(
    Object.entries(factor).filter((entry): entry is [string, string] => entry[0].endsWith('_id') && typeof entry[1] === 'string'),
  )
