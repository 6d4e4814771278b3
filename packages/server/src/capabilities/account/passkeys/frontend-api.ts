import { frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn, signedInOrEnrolling } from '../../../callers/signed-in.js'
import { askedPasskeyResource, passkeyResource } from '../../../resources/passkey.js'
import { route } from '../../../wire/route.js'
import { addOwnPasskey, askForPasskey, removeOwnPasskey, renameOwnPasskey, requireOwnPasskey } from './passkeys.js'

const { me } = frontendApi

export const passkeyRoutes = [
  route(
    me.createMyPasskey,
    { caller: reverified('strict', signedInOrEnrolling), counts: ['call', 'change', 'attempt'] },
    async ({ instance, user, session }) => askedPasskeyResource(await askForPasskey(instance, user, session)),
  ),

  route(me.getMyPasskey, { caller: signedIn, counts: [] }, async ({ instance, user, params }) =>
    passkeyResource(await requireOwnPasskey(instance, user, params.passkey_id)),
  ),

  route(me.updateMyPasskey, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, user, params, body }) =>
    passkeyResource(await renameOwnPasskey(instance, user, params.passkey_id, body.name ?? null)),
  ),

  route(
    me.deleteMyPasskey,
    { caller: reverified('strict'), counts: ['call', 'change'] },
    async ({ instance, browser, user, params: { passkey_id: id } }) => {
      await removeOwnPasskey(instance, user, id, browser.device)
      return { object: 'passkey', id, deleted: true as const }
    },
  ),

  route(
    me.attemptMyPasskeyVerification,
    { caller: signedInOrEnrolling, counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, user, session, params, body }) => {
      browser.bringsSession = true
      return passkeyResource(
        await addOwnPasskey(instance, user, session, params.passkey_id, body.public_key_credential, browser.device),
      )
    },
  ),
]
