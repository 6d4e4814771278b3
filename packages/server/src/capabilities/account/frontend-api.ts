import { errors, frontendApi } from '@frontdesk/contract'
import { signedInRoute } from '../../http/route.js'
import { readImageUpload } from '../../http/upload.js'
import { imageUrl } from '../images/image-url.js'
import { removeProfileImage, setProfileImage } from '../user-management/profile-image.js'
import { loadFrontendUser } from '../users/load.js'
import { mergeOwnMetadata } from '../users/metadata.js'
import { deleteOwnAccount } from './delete-account.js'
import { changePassword, removeOwnPassword } from './password.js'
import { updateProfile } from './profile.js'

const { me } = frontendApi

export const accountRoutes = [
  signedInRoute(me.getMe, async ({ instance, user }) => loadFrontendUser(instance, user)),

  signedInRoute(me.updateMe, async ({ instance, browser, user, body }) =>
    loadFrontendUser(instance, await updateProfile(instance, user.id, body, browser)),
  ),

  signedInRoute(me.updateMyMetadata, async ({ instance, user, body }) =>
    loadFrontendUser(instance, await mergeOwnMetadata(instance, user.id, body)),
  ),

  signedInRoute(me.deleteMe, async ({ instance, browser, user }) => {
    if (!user.delete_self_enabled) throw errors.deleteSelfDisabled()
    const { id } = await deleteOwnAccount(instance, user.id, browser)
    browser.sessionsChanged = true
    return { object: 'user', id, deleted: true as const }
  }),

  signedInRoute(me.changePassword, async ({ instance, browser, session, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return loadFrontendUser(instance, await changePassword(instance, session, body, browser))
  }),

  signedInRoute(me.removePassword, async ({ instance, browser, session, body }) => {
    instance.rateLimiter.count('attempt', browser.address)
    return loadFrontendUser(instance, await removeOwnPassword(instance, session, body.current_password, browser))
  }),

  signedInRoute(me.setProfileImage, async ({ instance, browser, user, request }) => {
    instance.rateLimiter.count('attempt', browser.address)
    // Read in turn, too: ten megabytes each.
    const { image_id: id } = await instance.uploads.take(user.id, async () =>
      setProfileImage(instance, user.id, await readImageUpload(request)),
    )
    return { object: 'image' as const, id: id ?? '', name: null, public_url: imageUrl(instance, id) }
  }),

  signedInRoute(me.deleteProfileImage, async ({ instance, user }) => {
    if (user.image_id === null) throw errors.resourceNotFound()
    await removeProfileImage(instance, user.id)
    return { object: 'image', id: user.image_id, deleted: true as const }
  }),
]
