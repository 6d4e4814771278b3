import { backendApi } from '@frontdesk/contract'
import { secretKeyRoute } from '../../http/route.js'
import { readImageUpload } from '../../http/upload.js'
import { banUser, unbanUser } from '../user-management/bans.js'
import { changeUser } from '../user-management/change-user.js'
import { createUser } from '../user-management/create-user.js'
import { deleteUser } from '../user-management/delete-user.js'
import { lockUser, unlockUser } from '../user-management/locks.js'
import { removePassword, verifyPassword } from '../user-management/passwords.js'
import { removeProfileImage, setProfileImage } from '../user-management/profile-image.js'
import { countUsers, listUsers } from './list-users.js'
import { loadBackendUser, loadBackendUsers } from './load.js'
import { mergeUserMetadata, replaceUserMetadata } from './metadata.js'
import { requireUser } from './users.js'

const { users } = backendApi

export const backendUserRoutes = [
  secretKeyRoute(
    users.getUserList,
    async ({ instance, query: { limit, offset, starting_after, order_by, paginated, ...filter } }) =>
      loadBackendUsers(instance, await listUsers(instance, filter, { limit, offset, starting_after, order_by })),
  ),

  // Before the single user: its path looks like an id.
  secretKeyRoute(users.getCount, async ({ instance, query }) => ({
    object: 'total_count' as const,
    total_count: await countUsers(instance, query),
  })),

  secretKeyRoute(users.createUser, async ({ instance, body }) => loadBackendUser(instance, await createUser(instance, body))),

  secretKeyRoute(users.getUser, async ({ instance, params }) =>
    loadBackendUser(instance, await requireUser(instance, params.user_id)),
  ),

  secretKeyRoute(users.updateUser, async ({ instance, params, body }) =>
    loadBackendUser(instance, await changeUser(instance, params.user_id, body)),
  ),

  secretKeyRoute(users.deleteUser, ({ instance, params }) => deleteUser(instance, params.user_id)),

  secretKeyRoute(users.updateUserMetadata, async ({ instance, params, body }) =>
    loadBackendUser(instance, await mergeUserMetadata(instance, params.user_id, body)),
  ),

  secretKeyRoute(users.replaceUserMetadata, async ({ instance, params, body }) =>
    loadBackendUser(instance, await replaceUserMetadata(instance, params.user_id, body)),
  ),

  secretKeyRoute(users.banUser, async ({ instance, params }) =>
    loadBackendUser(instance, await banUser(instance, params.user_id)),
  ),

  secretKeyRoute(users.unbanUser, async ({ instance, params }) =>
    loadBackendUser(instance, await unbanUser(instance, params.user_id)),
  ),

  secretKeyRoute(users.lockUser, async ({ instance, params }) =>
    loadBackendUser(instance, await lockUser(instance, params.user_id)),
  ),

  secretKeyRoute(users.unlockUser, async ({ instance, params }) =>
    loadBackendUser(instance, await unlockUser(instance, params.user_id)),
  ),

  secretKeyRoute(users.updateUserProfileImage, async ({ instance, params, request }) =>
    loadBackendUser(instance, await setProfileImage(instance, params.user_id, await readImageUpload(request))),
  ),

  secretKeyRoute(users.deleteUserProfileImage, async ({ instance, params }) =>
    loadBackendUser(instance, await removeProfileImage(instance, params.user_id)),
  ),

  secretKeyRoute(users.verifyPassword, async ({ instance, params, body }) => {
    await verifyPassword(instance, params.user_id, body.password)
    return { verified: true } as const
  }),

  secretKeyRoute(users.removePassword, async ({ instance, params, body }) =>
    loadBackendUser(
      instance,
      await removePassword(instance, params.user_id, { signOut: body.sign_out_of_other_sessions ?? false }),
    ),
  ),
]
