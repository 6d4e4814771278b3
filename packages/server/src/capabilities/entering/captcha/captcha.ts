/**
 * Whether a person signs up: the token of a widget of Turnstile's kind, verified with the service that made it. Off without a site key. Who
 * comes with an invitation or from a provider was looked at before. Where the service gives no answer, nobody is let through.
 */
import { errors } from '@frontdesk/contract'
import type { Instance } from '../../../start/instance.js'

const timeoutMs = 5_000
// As Turnstile says of its tokens.
const maxTokenLength = 2048

interface Form {
  captcha_token?: string | null | undefined
  transfer?: boolean | null | undefined
  ticket?: string | null | undefined
}

/** @throws `captcha_missing_token`, `captcha_invalid`, `captcha_unavailable` */
export async function requirePerson(instance: Instance, form: Form, address: string): Promise<void> {
  const { siteKey } = instance.settings.captcha
  if (siteKey === '' || instance.isTestSuite || form.transfer || form.ticket) return
  const token = form.captcha_token
  if (!token) throw errors.captchaMissingToken()
  if (token.length > maxTokenLength || !(await isOfPerson(instance, token, address))) throw errors.captchaInvalid()
}

async function isOfPerson({ options, settings, outbound, log }: Instance, token: string, address: string): Promise<boolean> {
  try {
    if (!options.captchaSecretKey) throw new Error('captchaSecretKey is not set')
    const fields = { secret: options.captchaSecretKey.reveal(), response: token, remoteip: address }
    const response = await outbound.fetch(settings.captcha.verifyUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields).toString(),
      timeoutMs,
      maxBytes: 65_536,
    })
    if (!response.ok) throw new Error(`It answered ${response.status}`)
    const answer = (await response.json()) as { success?: unknown; 'error-codes'?: unknown }
    if (isOurFault(answer['error-codes'])) throw new Error(`It refused our secret key: ${String(answer['error-codes'])}`)
    return answer.success === true
  } catch (error) {
    const { message } = error as Error // neither the client nor JSON throws others
    log({ level: 'error', message: `A captcha could not be verified: ${message}` })
    throw errors.captchaUnavailable()
  }
}

const isOurFault = (codes: unknown): boolean =>
  Array.isArray(codes) && codes.some((code) => code === 'missing-input-secret' || code === 'invalid-input-secret')
