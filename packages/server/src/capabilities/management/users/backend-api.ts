import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { emailAddressResource } from '../../../resources/email-address.js'
import { loadBackendUser, loadBackendUsers } from '../../../resources/load-user.js'
import { route } from '../../../wire/route.js'
import { readImageUpload } from '../../../wire/upload.js'
import { mergeUserMetadata, replaceUserMetadata } from '../../identity/users/metadata.js'
import { removeProfileImage, setProfileImage } from '../../identity/users/profile-image.js'
import { requireUser } from '../../identity/users/users.js'
import { replaceEmailAddresses } from '../email-addresses/addresses.js'
import { banUser, banUsers, unbanUser, unbanUsers } from './bans.js'
import { changeUser } from './change-user.js'
import { createUser } from './create-user.js'
import { deleteUser } from './delete-user.js'
import { countUsers, listUsers } from './list-users.js'
import { lockUser, unlockUser } from './locks.js'
import { markPassword, removePassword, verifyPassword } from './passwords.js'
import { deleteBackupCodes, deleteTotp, disableTwoSteps, verifySecondFactor } from './second-factors.js'

const { users } = backendApi

export const backendUserRoutes = [
  route(
    users.getUserList,
    { caller: secretKey, counts: [] },
    async ({ instance, query: { limit, offset, starting_after, order_by, paginated, ...filter } }) =>
      loadBackendUsers(instance, await listUsers(instance, filter, { limit, offset, starting_after, order_by })),
  ),

  route(users.getCount, { caller: secretKey, counts: [] }, async ({ instance, query }) => ({
    object: 'total_count' as const,
    total_count: await countUsers(instance, query),
  })),

  route(users.createUser, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    loadBackendUser(instance, await createUser(instance, body)),
  ),

  route(users.getUser, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await requireUser(instance, params.user_id)),
  ),

  route(users.updateUser, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    loadBackendUser(instance, await changeUser(instance, params.user_id, body)),
  ),

  route(users.deleteUser, { caller: secretKey, counts: [] }, ({ instance, params }) => deleteUser(instance, params.user_id)),

  route(users.updateUserMetadata, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    loadBackendUser(instance, await mergeUserMetadata(instance, params.user_id, body)),
  ),

  route(users.replaceUserMetadata, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    loadBackendUser(instance, await replaceUserMetadata(instance, params.user_id, body)),
  ),

  route(users.banUser, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await banUser(instance, params.user_id)),
  ),

  route(users.unbanUser, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await unbanUser(instance, params.user_id)),
  ),

  route(users.banUsers, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    loadBackendUsers(instance, await banUsers(instance, body.user_ids)),
  ),

  route(users.unbanUsers, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    loadBackendUsers(instance, await unbanUsers(instance, body.user_ids)),
  ),

  route(users.lockUser, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await lockUser(instance, params.user_id)),
  ),

  route(users.unlockUser, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await unlockUser(instance, params.user_id)),
  ),

  route(users.updateUserProfileImage, { caller: secretKey, counts: [] }, async ({ instance, params, request }) =>
    loadBackendUser(instance, await setProfileImage(instance, params.user_id, await readImageUpload(request))),
  ),

  route(users.deleteUserProfileImage, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await removeProfileImage(instance, params.user_id)),
  ),

  route(
    users.verifyPassword,
    { caller: secretKey, counts: [{ kind: 'attempt', words: 'by the user', subject: ({ params }) => params.user_id }] },
    async ({ instance, params, body }) => {
      await verifyPassword(instance, params.user_id, body.password)
      return { verified: true } as const
    },
  ),

  route(users.removePassword, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    loadBackendUser(
      instance,
      await removePassword(instance, params.user_id, { signOut: body.sign_out_of_other_sessions ?? false }),
    ),
  ),

  route(users.setPasswordCompromised, { caller: secretKey, counts: [] }, async ({ instance, params, body }) => {
    const signOut = body.revoke_all_sessions ?? false
    return loadBackendUser(instance, await markPassword(instance, params.user_id, { compromised: true, signOut }))
  }),

  route(users.unsetPasswordCompromised, { caller: secretKey, counts: [] }, async ({ instance, params }) =>
    loadBackendUser(instance, await markPassword(instance, params.user_id, { compromised: false, signOut: false })),
  ),

  route(
    users.verifyTOTP,
    { caller: secretKey, counts: [{ kind: 'attempt', words: 'by the user', subject: ({ params }) => params.user_id }] },
    async ({ instance, params, body }) => ({
      verified: true as const,
      code_type: await verifySecondFactor(instance, params.user_id, body.code),
    }),
  ),

  route(users.disableUserMFA, { caller: secretKey, counts: [] }, async ({ instance, params: { user_id } }) => {
    await disableTwoSteps(instance, user_id)
    return { user_id }
  }),

  route(users.deleteUserTOTP, { caller: secretKey, counts: [] }, async ({ instance, params: { user_id } }) => {
    await deleteTotp(instance, user_id)
    return { user_id }
  }),

  route(users.deleteUserBackupCodes, { caller: secretKey, counts: [] }, async ({ instance, params: { user_id } }) => {
    await deleteBackupCodes(instance, user_id)
    return { user_id }
  }),

  route(users.replaceUserEmailAddress, { caller: secretKey, counts: [] }, async ({ instance, params, body }) =>
    emailAddressResource(await replaceEmailAddresses(instance, params.user_id, body)),
  ),
]
