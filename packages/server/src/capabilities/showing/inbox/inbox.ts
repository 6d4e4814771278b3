/** The development inbox: the newest mail as it was written, with its codes. */
import type { InboxMessage } from '@frontdesk/contract'
import { readableAddress } from '../../../basics/readable-address.js'
import type { Instance } from '../../../start/instance.js'
import { openMail } from '../../ground/deliveries/outbox.js'

const shownAtMost = 100

/** Newest first. */
export async function listInbox({ db, vault }: Instance): Promise<InboxMessage[]> {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'sealed_content', 'created_at'])
    .where('sealed_content', 'is not', null)
    .orderBy('position', 'desc')
    .limit(shownAtMost)
    .execute()
  return rows.map(({ id, sealed_content, created_at }) => {
    const { to, subject, text, html, code = null } = openMail(vault, sealed_content!) // the query left out the others
    return { id, to: readableAddress(to), subject, text, html, code, created_at }
  })
}

/** Deletes all mail, also what waits for a mail server. */
export async function emptyInbox({ db }: Instance): Promise<void> {
  await db.deleteFrom('messages').execute()
}
