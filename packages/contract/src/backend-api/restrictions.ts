import * as z from 'zod'
import { defineOperations } from '../operation.js'
import { backendOperations } from '../operations.js'
import { AllowlistIdentifier, BlocklistIdentifier } from '../resources/listed-identifier.js'
import { DeletedObject, pageOf } from '../resources/lists.js'
import { fault, flag, text, wholeNumber } from '../wire.js'

const identifier = text(320).describe(
  'An address, a whole domain as `*@example.com`, a number such as +15555550100, or a wallet.',
)

const uninvited = flag.refine(
  (asked) => !asked,
  fault('feature_not_enabled', 'is not possible: this server has no invitations yet'),
)

export const allowlistIdentifiers = defineOperations('backend', backendOperations.allowlistIdentifiers, {
  getAllowlistIdentifierList: {
    query: z.strictObject({
      paginated: flag.optional(),
      limit: wholeNumber(1, 500).default(10),
      offset: wholeNumber(0, 1_000_000_000).default(0),
    }),
    response: z.union([z.array(AllowlistIdentifier), pageOf(AllowlistIdentifier)]),
  },
  createAllowlistIdentifier: {
    body: z.strictObject({ identifier, notify: uninvited.optional() }),
    response: AllowlistIdentifier,
  },
  deleteAllowlistIdentifier: { response: DeletedObject },
})

export const blocklistIdentifiers = defineOperations('backend', backendOperations.blocklistIdentifiers, {
  getBlocklistIdentifierList: { response: pageOf(BlocklistIdentifier) },
  createBlocklistIdentifier: { body: z.strictObject({ identifier }), response: BlocklistIdentifier },
  deleteBlocklistIdentifier: { response: DeletedObject },
})
