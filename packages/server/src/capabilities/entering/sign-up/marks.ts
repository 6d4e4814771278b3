/** What an app says of sign-ups that its visitors have begun, with the secret key. */
import { type backendApi, errors } from '@frontdesk/contract'
import type * as z from 'zod'
import { flag } from '../../../database/columns.js'
import { prepared } from '../../../database/prepared.js'
import { updateRow } from '../../../database/rows.js'
import { type Instance, transaction } from '../../../start/instance.js'
import { findUserByExternalId } from '../../identity/users/users.js'
import type { SignUpRow } from './sign-up.js'

const byId = prepared((db, id: string) => db.selectFrom('sign_ups').selectAll().where('id', '=', id))

/** Whatever became of it, until it is purged. @throws `resource_not_found` */
export async function requireSignUp(instance: Instance, id: string): Promise<SignUpRow> {
  const [signUp] = await byId(instance, id)
  if (!signUp) throw errors.resourceNotFound()
  return signUp
}

type Marks = z.output<typeof backendApi.signUps.update.shapes.body>

/** @throws `form_identifier_exists` for a user's external id; `resource_not_found`, also for a sign-up that is complete or abandoned */
export async function markSignUp(instance: Instance, id: string, { external_id, custom_action }: Marks): Promise<SignUpRow> {
  return transaction(instance, async (tx) => {
    if (external_id && (await findUserByExternalId(tx, external_id))) throw errors.formIdentifierExists('external_id')
    const changes = {
      ...(external_id !== undefined && { external_id }),
      ...(typeof custom_action === 'boolean' && { custom_action: flag(custom_action) }),
      updated_at: tx.now(),
    }
    const signUp = await updateRow(tx, 'sign_ups', id, changes, { status: 'missing_requirements' })
    if (!signUp || signUp.abandon_at <= tx.now()) throw errors.resourceNotFound()
    return signUp
  })
}
