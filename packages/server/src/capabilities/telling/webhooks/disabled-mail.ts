/** Tells the operator that an endpoint was disabled. Operators read English in the log, too. */
import type { Queryable } from '../../../database/open.js'
import type { Instance } from '../../../start/instance.js'
import { renderLetter } from '../../ground/mail/letter.js'
import { mail } from '../../ground/mail/mail.js'
import type { EndpointRow } from '../../ground/webhook-endpoints/endpoints.js'

/** Call it with the transaction that disables the endpoint. Without an operator's address there is only the log. */
export async function tellOperator(
  { options, settings, deliveries }: Pick<Instance, 'options' | 'settings' | 'deliveries'>,
  tx: Queryable,
  { id, url }: EndpointRow,
  failingSince: number,
): Promise<void> {
  const to = settings.webhooks.operatorEmail
  if (to === '') return
  const [{ letters }] = options.languages
  const { applicationName } = settings.branding
  const letter = renderLetter({ options, settings }, letters, {
    subject: `A webhook endpoint of ${applicationName} was disabled`,
    blocks: [
      { heading: 'A webhook endpoint was disabled' },
      { text: `Nothing has arrived at ${url} (${id}) since ${new Date(failingSince).toISOString()}.` },
      {
        text: 'What waits for it is kept. Once it answers again, enable it with PATCH /webhook_endpoints, and send what it missed with its replay.',
      },
    ],
  })
  await deliveries.add(tx, mail, { to, kind: 'webhook_disabled', ...letter })
}
