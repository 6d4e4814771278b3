import { documentRoute } from '../../http/route.js'

/** The published keys, for whoever verifies tokens without the secret key. */
export const jwksDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/.well-known/jwks.json`, async ({ instance }) =>
    Response.json({ keys: await instance.keyRing.publicKeys() }, { headers: { 'cache-control': 'public, max-age=300' } }),
  )
