/**
 * Every strategy, and where it may stand. What isn't in the matrix is refused: what a sign-in offers, what a form may name, and what pages
 * are told beforehand are read from here.
 */
import { errors, type SupportedFirstFactor, type SupportedSecondFactor } from '@frontdesk/contract'
import { addressCode, emailCode, resetCode } from './email-code.js'
import type { Account, FirstFactor, IdentifierFactor, SecondFactor } from './factor.js'
import { password } from './password.js'

type None = null
type Row = [
  firstFactor: FirstFactor | None,
  secondFactor: SecondFactor | None,
  newPassword: FirstFactor | None,
  identifier: IdentifierFactor | None,
  reverification: None,
]
export type Matrix = Record<string, Row>

const none: None = null
const empty: Row = [none, none, none, none, none]

export const factors: Matrix = {
  //                          first factor  second factor  new password  an identifier  reverification
  password:                  [password,     none,          none,         none,          none          ],
  email_code:                [emailCode,    none,          none,         addressCode,   none          ],
  reset_password_email_code: [none,         none,          resetCode,    none,          none          ],
} // biome-ignore format: a matrix

/** Forms name strategies, and may name `constructor`. */
const rowOf = (strategy: string, matrix: Matrix): Row => (Object.hasOwn(matrix, strategy) ? matrix[strategy] : null) ?? empty

/** The first step of a sign-in: what proves who it is, and what that leads to. */
export interface FirstStep {
  strategy: string
  factor: FirstFactor
  leadsTo: 'complete' | 'needs_new_password'
}

export function findFirstStep(strategy: string, matrix = factors): FirstStep | undefined {
  const [first, , newPassword] = rowOf(strategy, matrix)
  if (first) return { strategy, factor: first, leadsTo: 'complete' }
  return newPassword ? { strategy, factor: newPassword, leadsTo: 'needs_new_password' } : undefined
}

/** The ways in that an account has, in the order of the matrix. */
export const offersOf = (account: Account, matrix = factors): SupportedFirstFactor[] =>
  Object.keys(matrix).flatMap((strategy) => findFirstStep(strategy, matrix)?.factor.offers(account) ?? [])

/** The second factor of that name, if the user has enrolled it. */
export function findSecondFactor(user: Account['user'], strategy: string, matrix: Matrix): SecondFactor | undefined {
  const [, second] = rowOf(strategy, matrix)
  return second?.isEnrolled(user) ? second : undefined
}

export const hasSecondFactor = (user: Account['user'], matrix: Matrix): boolean =>
  Object.keys(matrix).some((strategy) => findSecondFactor(user, strategy, matrix))

export const secondOffersOf = (account: Account, matrix: Matrix): SupportedSecondFactor[] =>
  Object.keys(matrix).flatMap((strategy) => findSecondFactor(account.user, strategy, matrix)?.offers(account) ?? [])

/** How the strategy verifies an address. @throws `strategy_for_user_invalid` where it doesn't */
export function requireIdentifierFactor(strategy: string): IdentifierFactor {
  const [, , , identifier] = rowOf(strategy, factors)
  if (!identifier) throw errors.strategyForUserInvalid()
  return identifier
}

const strategiesWhere = (stands: (row: Row) => unknown): string[] =>
  Object.entries(factors).flatMap(([strategy, row]) => (stands(row) ? [strategy] : []))

/** What pages are told before anybody signs in. */
export const strategies = {
  firstFactors: strategiesWhere(([first, , newPassword]) => first ?? newPassword),
  secondFactors: strategiesWhere(([, second]) => second),
  identifiers: strategiesWhere(([, , , identifier]) => identifier),
}
