import { jsonReply } from '../../../wire/message.js'
import { documentRoute } from '../../../wire/route.js'

/** The published keys, for verifying tokens without the secret key. */
export const jwksDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/.well-known/jwks.json`, { counts: [] }, async ({ instance }) =>
    jsonReply({ keys: await instance.keyRing.publicKeys() }, { 'cache-control': 'public, max-age=300' }),
  )
