import { backendApi } from '@frontdesk/contract'
import { secretKey } from '../../../callers/secret-key.js'
import { allowlistIdentifier, blocklistIdentifier } from '../../../resources/listed-identifier.js'
import { transaction } from '../../../start/instance.js'
import { route } from '../../../wire/route.js'
import { countListed, listedIdentifiers, listIdentifier, unlistIdentifier } from './lists.js'

const { allowlistIdentifiers, blocklistIdentifiers } = backendApi

export const restrictionRoutes = [
  route(
    allowlistIdentifiers.getAllowlistIdentifierList,
    { caller: secretKey, counts: [] },
    async ({ instance, query: { paginated, ...page } }) => {
      const rows = await listedIdentifiers(instance, 'allow', page)
      const data = rows.map((row) => allowlistIdentifier(instance, row))
      return paginated ? { data, total_count: await countListed(instance, 'allow') } : data
    },
  ),

  route(allowlistIdentifiers.createAllowlistIdentifier, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    allowlistIdentifier(instance, await transaction(instance, (tx) => listIdentifier(tx, 'allow', body.identifier))),
  ),

  route(
    allowlistIdentifiers.deleteAllowlistIdentifier,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { identifier_id: id } }) => {
      await transaction(instance, (tx) => unlistIdentifier(tx, 'allow', id))
      return { object: 'allowlist_identifier', id, deleted: true as const }
    },
  ),

  route(blocklistIdentifiers.getBlocklistIdentifierList, { caller: secretKey, counts: [] }, async ({ instance }) => {
    const rows = await listedIdentifiers(instance, 'block')
    return { data: rows.map((row) => blocklistIdentifier(instance, row)), total_count: rows.length }
  }),

  route(blocklistIdentifiers.createBlocklistIdentifier, { caller: secretKey, counts: [] }, async ({ instance, body }) =>
    blocklistIdentifier(instance, await transaction(instance, (tx) => listIdentifier(tx, 'block', body.identifier))),
  ),

  route(
    blocklistIdentifiers.deleteBlocklistIdentifier,
    { caller: secretKey, counts: [] },
    async ({ instance, params: { identifier_id: id } }) => {
      await transaction(instance, (tx) => unlistIdentifier(tx, 'block', id))
      return { object: 'blocklist_identifier', id, deleted: true as const }
    },
  ),
]
