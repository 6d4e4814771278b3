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
      : (await withCaptcha((token) => page.api.signUps.createSignUp({ ...way, ...token }))).verifications.external_account
  const address = verification?.external_verification_redirect_url
  if (!address) throw strangeAnswer(200)
  location.assign(address)
  await new Promise(() => {})
}

/** The form beside the button may ask whether there is a person; what was refused needs another token. */
async function withCaptcha<T>(send: (token: { captcha_token?: string }) => Promise<T>): Promise<T> {
  const input = document.querySelector<HTMLInputElement>('input[name=captcha_token]')
  return send(input ? { captcha_token: input.value } : {}).catch((error) => {
    input?.dispatchEvent(new Event('reset'))
    throw error
  })
}
