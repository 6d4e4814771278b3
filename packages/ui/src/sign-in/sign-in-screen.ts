import type { SignIn } from '@frontdesk/contract'
import { chosenOffer, type Offer, offersOf } from '../ways/chosen-way.js'
import type { WayStep } from '../ways/way.js'

export type SignInState = Pick<
  SignIn,
  | 'status'
  | 'identifier'
  | 'supported_first_factors'
  | 'first_factor_verification'
  | 'supported_second_factors'
  | 'second_factor_verification'
>

/** The screen to show; an offer stands for the screen of its way. */
export type SignInScreen = 'identifier' | 'methods' | 'new-password' | 'unsupported' | Offer

/** The screen to show for the server's state and the URL's fragment. Whether it has expired the server says: this clock may be wrong. */
export function signInScreen(signIn: SignInState | null, fragment: string): SignInScreen {
  if (!signIn || fragment === '' || fragment === '#add-account') return 'identifier'
  const step = wayStepOf(signIn)
  if (step) {
    if (fragment === '#methods') return 'methods'
    return chosenOffer(step, fragment) ?? (offersOf(step).length > 0 ? 'methods' : 'unsupported')
  }
  switch (signIn.status) {
    case 'needs_identifier':
    case 'complete':
      return 'identifier'
    case 'needs_new_password':
      return 'new-password'
    default:
      return 'unsupported' // a newer server's step
  }
}

/** The factor that the sign-in waits for; null while it waits for something else. */
export function wayStepOf(signIn: SignInState): (WayStep & { isSecond: boolean }) | null {
  const { identifier } = signIn
  switch (signIn.status) {
    case 'needs_first_factor':
      return {
        isSecond: false,
        factors: signIn.supported_first_factors ?? [],
        verification: signIn.first_factor_verification,
        identifier,
      }
    case 'needs_second_factor':
      return {
        isSecond: true,
        factors: signIn.supported_second_factors ?? [],
        verification: signIn.second_factor_verification,
        identifier,
      }
    default:
      return null
  }
}
