import { jsonReply } from '../../http/message.js'
import { documentRoute } from '../../http/route.js'

/** For load balancers: whether this node can reach its database. */
export const healthDocument = (basePath: string) =>
  documentRoute('GET', `${basePath}/v1/health`, async ({ instance }) => {
    try {
      await instance.db.selectFrom('instance_settings').select('name').limit(1).execute()
      return jsonReply({ status: 'healthy' })
    } catch {
      return jsonReply({ status: 'unhealthy', message: 'The database does not answer.' }, {}, 503)
    }
  })
