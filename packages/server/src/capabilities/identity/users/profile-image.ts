import { type Instance, type Transaction, transaction } from '../../../start/instance.js'
import { encodeImage } from '../../ground/images/encode.js'
import { addImage, deleteImage } from '../../ground/images/images.js'
import { lockUserRow, requireUser, type UserRow, updateUser } from './users.js'

/** The uploaded picture, re-encoded, replaces the one before. @throws `image_type_not_supported`, `resource_not_found` */
export async function setProfileImage(instance: Instance, userId: string, bytes: Uint8Array): Promise<UserRow> {
  await requireUser(instance, userId)
  const webp = await encodeImage(bytes)
  return transaction(instance, async (tx) => replaceImage(tx, userId, await addImage(tx, webp)))
}

/** The same for a picture that the user did not choose: one that they have stays. @throws as `setProfileImage` */
export async function setFirstImage(instance: Instance, userId: string, bytes: Uint8Array): Promise<void> {
  const webp = await encodeImage(bytes)
  await transaction(instance, async (tx) => {
    const { image_id } = await lockUserRow(tx, userId)
    if (image_id === null) await replaceImage(tx, userId, await addImage(tx, webp))
  })
}

/** A user without a picture stays as it is. @throws `resource_not_found` */
export async function removeProfileImage(instance: Instance, userId: string): Promise<UserRow> {
  return transaction(instance, (tx) => replaceImage(tx, userId, null))
}

async function replaceImage(tx: Transaction, userId: string, imageId: string | null): Promise<UserRow> {
  const former = await lockUserRow(tx, userId)
  if (former.image_id === null && imageId === null) return former
  if (former.image_id !== null) await deleteImage(tx, former.image_id)

  const user = await updateUser(tx, userId, { image_id: imageId })
  tx.tell('user.updated', user.id)
  return user
}
