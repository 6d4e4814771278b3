/** Signing in by a passkey on the first screen: by the browser's own prompt at the field, and by a button. */
import type { SignIn } from '@frontdesk/contract'
import { RequestFailure } from '../client/failure.js'
import type { Attend, Begin, Press } from './way.js'
import { signWhenChosen, signWithPasskey } from './webauthn.js'

const strategy = 'passkey'

/** What the button is at, while the prompt at the field rests; null before it was pressed. */
let pressed: Promise<unknown> | null = null

/** Asks the browser at once, which shows its own dialog. */
export const press: Press = async (begin) => {
  if (begin.of !== 'sign-in') return
  const done = signInWith(begin, signWithPasskey)
  pressed = done.catch(() => {})
  await done
}

async function signInWith(begin: Begin & { of: 'sign-in' }, sign: (nonce: string) => Promise<string>): Promise<void> {
  const { api } = begin.page
  const asked = await api.signIns.createSignIn({ strategy })
  await finish(begin, asked, await sign(nonceOf(asked)))
}

/** Offers passkeys among what the browser fills in, for as long as the screen is there; asks again before a question grows too old. */
export const attend: Attend = async (begin, signal) => {
  if (begin.of !== 'sign-in' || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
  while (!signal.aborted) {
    const asked = await begin.page.api.signIns.createSignIn({ strategy }).catch(passOver)
    if (!asked) return // the form and the button are there
    const nonce = nonceOf(asked)
    const tooOld = AbortSignal.timeout(JSON.parse(nonce).timeout * 0.9)
    const signed = await signWhenChosen(nonce, AbortSignal.any([signal, tooOld]))
    if (signed) return finish(begin, asked, signed)
    if (!pressed && !tooOld.aborted) return // the browser wants no more
    await pressed
    pressed = null
  }
}

const finish = (begin: Begin & { of: 'sign-in' }, { id }: SignIn, public_key_credential: string) =>
  begin.answer(begin.page.api.signIns.attemptFirstFactor({ sign_in_id: id, strategy, public_key_credential }))

const nonceOf = ({ first_factor_verification }: SignIn): string => first_factor_verification!.nonce! // it was asked for

function passOver(error: unknown): null {
  if (error instanceof RequestFailure) return null
  throw error
}
