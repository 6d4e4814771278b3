import type { SignIn, SignUp, Verification } from '@frontdesk/contract'
import { RequestFailure } from '../../client/failure.js'
import { leave } from '../../navigation/leave.js'
import type { Attend } from '../way.js'
import { forgetBack } from './return-mark.js'

/** Goes on where the provider's answer alone was not enough: in a sign-up for somebody who is new here, in a sign-in for who is not. */
export const comeBack: Attend = async (begin) => {
  forgetBack()
  const { page, destination } = begin
  const goOn = async (attempt: Pick<SignIn | SignUp, 'status'>, otherPage: string) =>
    leave(attempt.status === 'complete' ? destination : `${otherPage}${location.search}#continue`)

  if (begin.of === 'sign-in') {
    const { attempt } = begin
    requireNoError(attempt?.first_factor_verification)
    if (attempt?.first_factor_verification?.status === 'transferable')
      return goOn(await page.api.signUps.createSignUp({ transfer: true }), page.settings.signUpUrl)
    if (attempt && attempt.status !== 'needs_identifier') await begin.answer(Promise.resolve(attempt))
    return
  }
  const { attempt } = begin
  const account = attempt?.verifications.external_account
  requireNoError(account)
  if (account?.status === 'transferable')
    return goOn(await page.api.signIns.createSignIn({ transfer: true }), page.settings.signInUrl)
  if (attempt && account) await begin.answer(Promise.resolve(attempt))
}

function requireNoError(verification: Verification | null | undefined): void {
  const { error, status } = verification ?? {}
  if (status === 'transferable' || error?.code === 'external_account_to_connect') return // the next screen says why
  if (error) throw new RequestFailure(422, [{ code: error.code, long_message: error.long_message }])
}
