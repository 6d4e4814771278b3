/** Stands in for a server elsewhere: answers with its keys and a user, and keeps the secret keys that it was sent. */
const { createPublicKey } = require('node:crypto')
const { once } = require('node:events')
const { createServer } = require('node:http')

exports.startApi = async function startApi() {
  const key = createPublicKey(process.env.PUBLIC_KEY).export({ format: 'jwk' })
  const answers = {
    '/v1/jwks': { keys: [{ ...key, kid: 'ins_1', use: 'sig', alg: 'RS256' }] },
    '/v1/users': [{ object: 'user', id: 'user_1', email_addresses: [], phone_numbers: [], web3_wallets: [] }],
    '/v1/users/count': { object: 'total_count', total_count: 1 },
  }
  const keys = new Set()
  const server = createServer((request, response) => {
    keys.add(request.headers.authorization)
    const answer = answers[request.url.split('?')[0]]
    response.writeHead(answer ? 200 : 404, { 'content-type': 'application/json' })
    response.end(JSON.stringify(answer ?? { errors: [{ code: 'resource_not_found', message: 'not found' }] }))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  process.env.CLERK_API_URL = `http://127.0.0.1:${server.address().port}`
  const close = () => {
    server.closeAllConnections()
    server.close()
  }
  return { keys, close }
}
