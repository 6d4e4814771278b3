/** How a new account's addresses are verified, one row a way: the first that the server supports for a field is shown. */
import type { SignUp } from '@frontdesk/contract'
import type { ComponentType } from 'preact'
import { lazily } from '../components/lazily.js'
import { VerifyEmail } from './verify-email.js'

export interface VerificationProps {
  attempt: SignUp
  /** Waits for the server's answer, then shows the next screen, or leaves the page if the account is there. */
  onAnswer(request: Promise<SignUp>): Promise<void>
  onRestart(): void
}

interface SignUpVerification {
  field: 'email_address' | 'phone_number' | 'web3_wallet'
  strategy: string
  /** All but the most frequent are fetched when they are needed, by `lazily`. */
  screen: ComponentType<VerificationProps>
}

const verifications: readonly SignUpVerification[] = [
  { field: 'email_address', strategy: 'email_code', screen: VerifyEmail },
  {
    field: 'phone_number',
    strategy: 'phone_code',
    screen: lazily(() => import('./verify-phone.js').then(({ VerifyPhone }) => VerifyPhone)),
  },
]

/** How the sign-up goes on to verify a field; undefined if the page knows no way. */
export function verificationOf(
  signUp: Pick<SignUp, 'unverified_fields'> & Partial<Pick<SignUp, 'verifications'>>,
): SignUpVerification | undefined {
  return verifications.find(({ field, strategy }) => {
    const supported = signUp.verifications?.[field]?.supported_strategies
    return signUp.unverified_fields.includes(field) && (supported?.includes(strategy) ?? true)
  })
}

/** The strategy that is prepared by the same call that gives these fields. */
export const strategyFor = (names: readonly string[]): string | undefined =>
  verifications.find(({ field }) => names.includes(field))?.strategy
