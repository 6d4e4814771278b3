/** Pictures of users, as we encoded them. An image never changes: a new picture is a new image with a new address. */
import { newId } from '../../../crypto/random.js'
import { padded } from '../../../database/padded.js'
import { insertRow } from '../../../database/rows.js'
import type { Instance, Transaction } from '../../../start/instance.js'
import type { ImagesTable } from './tables.js'

export type ImageRow = ImagesTable

/** Keeps what `encodeImage` made; answers the image's id. */
export async function addImage(tx: Transaction, webp: Uint8Array): Promise<string> {
  const id = newId('img')
  await insertRow(tx, 'images', { id, content_type: 'image/webp', bytes: Buffer.from(webp), created_at: tx.now() })
  return id
}

export async function findImage(instance: Instance, id: string): Promise<ImageRow | null> {
  return (await instance.db.selectFrom('images').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** What these pictures are, by id. */
export async function findImages({ db }: Instance, ids: string[]): Promise<Map<string, Uint8Array>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom('images').select(['id', 'bytes']).where('id', 'in', padded(ids)).execute()
  return new Map(rows.map(({ id, bytes }) => [id, bytes]))
}

export async function deleteImage(tx: Transaction, id: string): Promise<void> {
  await tx.db.deleteFrom('images').where('id', '=', id).execute()
}
