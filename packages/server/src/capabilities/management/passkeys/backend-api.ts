import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { route } from '../../../wire/route.js'
import { deleteUserPasskey } from './passkeys.js'

export const backendPasskeyRoutes = [
  route(
    backendApi.users.deleteUserPasskey,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { user_id, passkey_identification_id: id } }) => {
      await deleteUserPasskey(instance, user_id, id)
      return { object: 'passkey', id, deleted: true } as const
    },
  ),
]
