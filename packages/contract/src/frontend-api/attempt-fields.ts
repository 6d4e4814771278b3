/** Fields that sign-ins and sign-ups share, besides their own. */
import { flag, nullableText } from '../wire.js'

const word = nullableText(64).optional()
const url = nullableText(2048).optional()
const token = nullableText(8192).optional()

/** What clerk-js sends about the browser with every sign-in and sign-up. */
export const browserFields = {
  redirect_url: url,
  action_complete_redirect_url: url,
  locale: word,
  timezone: word,
  captcha_token: token,
  captcha_error: nullableText(256).optional(),
  captcha_widget_type: word,
}

/** Fields of which each strategy takes its own. */
export const strategyFields = {
  phone_number_id: word,
  default: flag.nullable().optional(), // clerk-js repeats what the offer of a number says
  web3_wallet_id: word,
  passkey_id: word,
  trusted_device_id: word,
  algorithm: word,
  oidc_prompt: word,
  oidc_login_hint: nullableText(320).optional(),
  token,
  proof_token: token,
  signature: token,
  client_data: token,
  public_key_credential: token,
}

/** Fields that decide which account is meant. */
export const transferFields = {
  transfer: flag.nullable().optional(),
  ticket: token,
}
