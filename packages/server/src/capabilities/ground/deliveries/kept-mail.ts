import type { Instance } from '../../../start/instance.js'
import { type Mail, openMail } from './outbox.js'

export interface KeptMail extends Mail {
  id: string
  created_at: number
}

/** Mail whose content is still kept, newest first: in development all of it, elsewhere what waits. */
export async function newestMail({ db, vault }: Instance, limit: number): Promise<KeptMail[]> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'sealed_content', 'created_at'])
    .where('sealed_content', 'is not', null)
    .orderBy('position', 'desc')
    .limit(limit)
    .execute()
  return rows.map(({ id, sealed_content, created_at }) => ({ ...openMail(vault, sealed_content!), id, created_at })) // the query left out the others
}

/** Deletes all mail, also what waits for a mail server. */
export async function deleteAllMail({ db }: Instance): Promise<void> {
  await db.deleteFrom('messages').execute()
}
