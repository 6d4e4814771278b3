import { strangeAnswer } from '../../client/failure.js'
import type { Press } from '../way.js'
import { backHere } from './return-mark.js'

/** Sends the browser to the provider; never resolves, so that the button stays busy until it has left. */
export const goToProvider: Press = async ({ of, page, strategy, destination }) => {
  const { href: action_complete_redirect_url } = new URL(destination, location.href)
  const way = { strategy, redirect_url: backHere(), action_complete_redirect_url }
  const verification =
    of === 'sign-in'
      ? (await page.api.signIns.createSignIn(way)).first_factor_verification
      : (await page.api.signUps.createSignUp(way)).verifications.external_account
  const address = verification?.external_verification_redirect_url
  if (!address) throw strangeAnswer(200)
  location.assign(address)
  await new Promise(() => {})
}
