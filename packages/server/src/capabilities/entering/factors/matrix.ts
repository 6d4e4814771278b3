/**
 * Every strategy, and where it may stand. What isn't in the matrix, or is switched off, is refused: what a sign-in offers, what a form may
 * name, and what pages are told beforehand are read from here.
 */
import { errors, type SupportedFirstFactor, type SupportedSecondFactor, web3Providers, web3Strategy } from '@frontdesk/contract'
import type { Settings } from '../../ground/settings/settings.js'
import { backupCode } from './backup-code.js'
import { addressCode, codeAgain, emailCode, resetCode } from './email-code.js'
import { addressLink, emailLink } from './email-link.js'
import type { Account, FirstFactor, IdentifierFactor, NamingFactor, ReverificationFactor, SecondFactor } from './factor.js'
import type { IdentifierKind } from './identifier.js'
import { namingPasskey, passkey, passkeyAgain, secondPasskey } from './passkey.js'
import { ownPassword, password } from './password.js'
import { numberCode, phoneCode, phoneCodeAgain, resetPhoneCode, secondPhoneCode } from './phone-code.js'
import { ticket } from './ticket.js'
import { totp } from './totp.js'
import { walletFactors } from './wallet.js'

type None = null
type Row = [
  firstFactor: FirstFactor | None,
  secondFactor: SecondFactor | None,
  newPassword: FirstFactor | None,
  identifier: IdentifierFactor | None,
  reverification: ReverificationFactor | None,
  names: NamingFactor | None,
]
export type Matrix = Record<string, Row>

const none: None = null
const empty: Row = [none, none, none, none, none, none]

/** A wallet signs in and up, is connected, and verifies a session once more; one row for each kind. */
const wallets: Matrix = Object.fromEntries(
  web3Providers.map((provider): [string, Row] => {
    const { first, identifier, again } = walletFactors(provider)
    return [web3Strategy(provider), [first, none, none, identifier, again, none]]
  }),
)

export const factors: Matrix = {
  //                          first factor  second factor  new password  an identifier  reverification  names the account
  password:                  [password,     none,          none,         none,          ownPassword,    none             ],
  passkey:                   [passkey,      secondPasskey, none,         none,          passkeyAgain,   namingPasskey    ],
  email_code:                [emailCode,    none,          none,         addressCode,   codeAgain,      none             ],
  email_link:                [emailLink,    none,          none,         addressLink,   none,           none             ],
  phone_code:                [phoneCode,    secondPhoneCode, none,       numberCode,    phoneCodeAgain, none             ],
  reset_password_email_code: [none,         none,          resetCode,    none,          none,           none             ],
  totp:                      [none,         totp,          none,         none,          none,           none             ],
  backup_code:               [none,         backupCode,    none,         none,          none,           none             ],
  reset_password_phone_code: [none,         none,          resetPhoneCode, none,        none,           none             ],
  ticket:                    [none,         none,          none,         none,          none,           ticket           ],
  ...wallets,
} // biome-ignore format: a matrix

/** Forms name strategies, and may name `constructor`. */
const rowOf = (strategy: string, matrix: Matrix): Row => (Object.hasOwn(matrix, strategy) ? matrix[strategy] : null) ?? empty

/** The first step of a sign-in: what proves who it is, and what that leads to. */
export interface FirstStep {
  strategy: string
  factor: FirstFactor
  leadsTo: 'complete' | 'needs_new_password'
}

export function findFirstStep(settings: Settings, strategy: string, matrix = factors): FirstStep | undefined {
  const [first, , newPassword] = rowOf(strategy, matrix)
  if (first?.isOn(settings)) return { strategy, factor: first, leadsTo: 'complete' }
  return newPassword?.isOn(settings) ? { strategy, factor: newPassword, leadsTo: 'needs_new_password' } : undefined
}

/** How the strategy says by itself who signs in. */
export function findNamingFactor(settings: Settings, strategy: string, matrix = factors): NamingFactor | undefined {
  const [, , , , , names] = rowOf(strategy, matrix)
  return names?.isOn(settings) ? names : undefined
}

/** The ways in that an account has, in the order of the matrix. */
export const offersOf = (settings: Settings, account: Account, matrix = factors): SupportedFirstFactor[] =>
  Object.keys(matrix).flatMap((strategy) => findFirstStep(settings, strategy, matrix)?.factor.offers(account) ?? [])

/** What may come second to a strategy: a passkey, which its device gave to nobody but the person, proves nothing more the second time. */
export function secondTo(strategy: string | null, matrix: Matrix): Matrix {
  if (strategy !== 'passkey') return matrix
  const { passkey, ...others } = matrix
  return others
}

/** The second factor of that name, if the user has enrolled it. */
export function findSecondFactor(
  settings: Settings,
  user: Account['user'],
  strategy: string,
  matrix: Matrix,
): SecondFactor | undefined {
  const [, second] = rowOf(strategy, matrix)
  return second?.isOn(settings) && second.isEnrolled(user, settings) ? second : undefined
}

export const hasSecondFactor = (settings: Settings, user: Account['user'], matrix: Matrix): boolean =>
  Object.keys(matrix).some((strategy) => findSecondFactor(settings, user, strategy, matrix))

export const secondOffersOf = (settings: Settings, account: Account, matrix: Matrix): SupportedSecondFactor[] =>
  Object.keys(matrix).flatMap((strategy) => findSecondFactor(settings, account.user, strategy, matrix)?.offers(account) ?? [])

/** How the strategy shows once more who is signed in, in the place of a first factor. */
export function findReverification(settings: Settings, strategy: string): ReverificationFactor | undefined {
  const [, , , , again] = rowOf(strategy, factors)
  return again?.isOn(settings) ? again : undefined
}

export const offersAgain = (settings: Settings, account: Account): SupportedFirstFactor[] =>
  Object.keys(factors).flatMap((strategy) => findReverification(settings, strategy)?.offers(account) ?? [])

/** How the strategy verifies an identifier; undefined where it doesn't. */
export function findIdentifierFactor(settings: Settings, strategy: string): IdentifierFactor | undefined {
  const [, , , identifier] = rowOf(strategy, factors)
  return identifier?.isOn(settings) ? identifier : undefined
}

/** @throws `strategy_for_user_invalid` where it verifies none, or another kind than the one that is asked for */
export function requireIdentifierFactor<Kind extends IdentifierKind>(
  settings: Settings,
  strategy: string,
  kind: Kind,
): IdentifierFactor<Kind> {
  const factor = findIdentifierFactor(settings, strategy)
  if (factor?.kind !== kind) throw errors.strategyForUserInvalid()
  return factor as IdentifierFactor<Kind> // its kind was compared
}

/** What pages are told before anybody signs in. */
export function strategiesOf(settings: Settings) {
  const where = (stands: (strategy: string, row: Row) => boolean | undefined): string[] =>
    Object.entries(factors).flatMap(([strategy, row]) => (stands(strategy, row) ? [strategy] : []))
  return {
    firstFactors: where((strategy) => findFirstStep(settings, strategy) !== undefined),
    secondFactors: where((_, [, second]) => second?.isOn(settings)),
    identifiers: (kind: IdentifierKind) => where((strategy) => findIdentifierFactor(settings, strategy)?.kind === kind),
  }
}
