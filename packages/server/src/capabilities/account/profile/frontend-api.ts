import { errors, frontendApi } from '@frontdesk/contract'
import { reverified } from '../../../callers/reverified.js'
import { signedIn, signedInOrPending } from '../../../callers/signed-in.js'
import { loadFrontendUser } from '../../../resources/load-user.js'
import { route } from '../../../wire/route.js'
import { readImageUpload } from '../../../wire/upload.js'
import { requireReverified } from '../../devices/sessions/reverified.js'
import { imageUrl } from '../../ground/images/image-url.js'
import { mergeOwnMetadata } from '../../identity/users/metadata.js'
import { removeProfileImage, setProfileImage } from '../../identity/users/profile-image.js'
import type { UserRow } from '../../identity/users/users.js'
import { deleteOwnAccount } from './delete-account.js'
import { changePassword, removeOwnPassword } from './password.js'
import { updateProfile } from './profile.js'

const { me } = frontendApi

/** What people sign in with, and where their codes go. Forms send all fields, also those that stay as they are. */
const changesHowToSignIn = (
  user: UserRow,
  {
    username,
    primary_email_address_id,
  }: { username?: string | null | undefined; primary_email_address_id?: string | null | undefined },
): boolean =>
  (username !== undefined && username !== user.username) ||
  (primary_email_address_id !== undefined && primary_email_address_id !== user.primary_email_address_id)

export const accountRoutes = [
  // There are no organizations yet, and so nothing to suggest for one.
  route(me.getOrganizationCreationDefaults, { caller: signedIn, counts: [] }, async () => ({ form: null, advisory: null })),

  route(me.getMe, { caller: signedInOrPending, counts: [] }, async ({ instance, user }) => loadFrontendUser(instance, user)),

  route(me.updateMe, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, browser, session, user, body }) => {
    if (changesHowToSignIn(user, body)) requireReverified(instance, session, 'strict')
    return loadFrontendUser(instance, await updateProfile(instance, user.id, body, browser.device))
  }),

  route(me.updateMyMetadata, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, user, body }) =>
    loadFrontendUser(instance, await mergeOwnMetadata(instance, user.id, body)),
  ),

  route(me.deleteMe, { caller: reverified('strict'), counts: ['call', 'change'] }, async ({ instance, browser, user }) => {
    if (!user.delete_self_enabled) throw errors.deleteSelfDisabled()
    const { id } = await deleteOwnAccount(instance, user.id, browser.device)
    browser.bringsSession = true
    return { object: 'user', id, deleted: true as const }
  }),

  route(
    me.changePassword,
    { caller: reverified('strict', signedInOrPending), counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, session, body }) =>
      loadFrontendUser(instance, await changePassword(instance, session, body, browser.device)),
  ),

  route(
    me.removePassword,
    { caller: reverified('strict'), counts: ['call', 'change', 'attempt'] },
    async ({ instance, browser, session, body }) =>
      loadFrontendUser(instance, await removeOwnPassword(instance, session, body.current_password, browser.device)),
  ),

  route(me.setProfileImage, { caller: signedIn, counts: ['call', 'change', 'attempt'] }, async ({ instance, user, request }) => {
    // Read in turn, too: ten megabytes each.
    const { image_id } = await instance.uploads.take(user.id, async () =>
      setProfileImage(instance, user.id, await readImageUpload(request)),
    )
    const id = image_id! // it was just set
    return { object: 'image' as const, id, name: `${id}.webp`, public_url: imageUrl(instance, id) }
  }),

  route(me.deleteProfileImage, { caller: signedIn, counts: ['call', 'change'] }, async ({ instance, user }) => {
    if (user.image_id === null) throw errors.resourceNotFound()
    await removeProfileImage(instance, user.id)
    return { object: 'image', id: user.image_id, deleted: true as const }
  }),
]
