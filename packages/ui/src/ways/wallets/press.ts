/** Signs in with the wallet or, where nobody has it, signs up with it: a wallet says which of the two it is, on either page. */
import type { SignIn, SignUp } from '@frontdesk/contract'
import { RequestFailure, strangeAnswer } from '../../client/failure.js'
import { leave } from '../../navigation/leave.js'
import type { Press } from '../way.js'
import { type BrowserWallet, connectWallet } from './browser-wallet.js'

type Begun = Parameters<Press>[0]

export const enterWithWallet: Press = async (begin) => {
  const wallet = await connectWallet(begin.strategy)
  const signIn = await signInWith(begin, wallet)
  if (signIn) return begin.of === 'sign-in' ? begin.answer(Promise.resolve(signIn)) : goOn(begin, signIn)

  const { environment, settings } = begin.page
  // Only its own page asks whether there is a person.
  if (begin.of === 'sign-in' && environment.user_settings.sign_up.captcha_enabled)
    return leave(`${settings.signUpUrl}${location.search}`)
  const signUp = await signUpWith(begin, wallet)
  return begin.of === 'sign-up' ? begin.answer(Promise.resolve(signUp)) : goOn(begin, signUp)
}

/** Null where nobody has the wallet. */
async function signInWith({ page, strategy }: Begun, { address, sign }: BrowserWallet): Promise<SignIn | null> {
  const { signIns } = page.api
  try {
    const { id: sign_in_id } = await signIns.createSignIn({ identifier: address })
    const { first_factor_verification } = await signIns.prepareFirstFactor({ sign_in_id, strategy })
    const signature = await sign(messageOf(first_factor_verification))
    return await signIns.attemptFirstFactor({ sign_in_id, strategy, signature })
  } catch (error) {
    if (error instanceof RequestFailure && error.hasCode('form_identifier_not_found')) return null
    throw error
  }
}

/** With what the form of the page holds besides its fields: a consent, or the answer of a captcha. */
async function signUpWith(begin: Begun, { address, sign }: BrowserWallet): Promise<SignUp> {
  const { page, strategy } = begin
  const { signUps } = page.api
  const given = { web3_wallet: address, strategy, ...extrasOf(document) }
  const { id: sign_up_id, verifications } = await signUps.createSignUp(given)
  const signature = await sign(messageOf(verifications.web3_wallet))
  return signUps.attemptSignUpVerification({ sign_up_id, strategy, signature })
}

function extrasOf(page: ParentNode): Record<string, string> {
  const consent = page.querySelector<HTMLInputElement>('input[name=legal_accepted]:checked')
  const captcha = page.querySelector<HTMLInputElement>('input[name=captcha_token]')
  return { ...(consent && { legal_accepted: 'true' }), ...(captcha?.value && { captcha_token: captcha.value }) }
}

function messageOf(verification: { message?: string | undefined } | null): string {
  if (!verification?.message) throw strangeAnswer(200)
  return verification.message
}

/** On the page of the other kind, unless all is done. */
function goOn({ of, page: { settings }, destination }: Begun, { status }: Pick<SignIn | SignUp, 'status'>) {
  const other = of === 'sign-in' ? settings.signUpUrl : settings.signInUrl
  return leave(status === 'complete' ? destination : `${other}${location.search}#continue`)
}
