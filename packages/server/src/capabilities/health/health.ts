import { documentRoute } from '../../http/route.js'

/** For load balancers: whether this node can reach its database. */
export const healthDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/v1/health`, async ({ instance }) => {
    const headers = { 'cache-control': 'no-store' }
    try {
      await instance.db.selectFrom('instance_settings').select('name').limit(1).execute()
      return Response.json({ status: 'healthy' }, { headers })
    } catch {
      return Response.json({ status: 'unhealthy', message: 'The database does not answer.' }, { status: 503, headers })
    }
  })
