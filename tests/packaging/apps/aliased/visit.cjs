/** Calls what apps on Clerk call, by Clerk's names, and prints what came of it. */
const { once } = require('node:events')
const { startApi } = require('./api.cjs')

exports.visit = async function visit({ express, sdk, backend, errors, jwt, older, webhooks, plugin, embedding }) {
  const api = await startApi()
  const { CLERK_SECRET_KEY: secretKey, TOKEN: token } = process.env
  const bearer = { authorization: `Bearer ${token}` }
  const app = express()
  app.get('/older', older.ClerkExpressRequireAuth(), (req, res) => res.json(req.auth.claims.sub))
  app.use(sdk.clerkMiddleware({ clerkClient: backend.createClerkClient({ secretKey }) }))
  app.get('/', (req, res) => res.json(sdk.getAuth(req).userId))
  app.get('/protected', sdk.requireAuth(), (_req, res) => res.send('This is a protected route'))
  app.use((error, _req, res, _next) => res.status(error.status ?? 500).send(error.message))
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const get = async (path, headers = {}) => {
    const answer = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers, redirect: 'manual' })
    return `${answer.status} ${answer.headers.get('location') ?? (await answer.text())}`
  }
  const refusal = await backend
    .createClerkClient({ secretKey })
    .users.getUser('user_2')
    .catch((error) => error)
  const seen = {
    signedIn: await get('/', bearer),
    signedOut: await get('/'),
    turnedAway: await get('/protected'),
    letIn: await get('/protected', bearer),
    older: [await get('/older', bearer), await get('/older')],
    verified: [
      await backend.verifyToken(token, { secretKey }),
      await sdk.verifyToken(token, { secretKey }),
      await older.verifyToken(token, { secretKey }),
      jwt.decodeJwt(token).payload,
    ].map(({ sub }) => sub),
    users: [
      (await backend.createClerkClient({ secretKey }).users.getUserList()).totalCount,
      (await sdk.createClerkClient({ secretKey }).users.getUserList()).totalCount,
      (await older.createClerkClient({ secretKey }).users.getUserList()).totalCount,
      await plugin.countUsers(secretKey),
    ],
    refusal: [refusal instanceof errors.ClerkAPIResponseError, errors.isClerkAPIResponseError(refusal), refusal.status],
    webhook: await webhooks
      .verifyWebhook({ get() {}, body: '{}' }, { signingSecret: 'whsec_AAAA' })
      .catch(({ message }) => message),
    keys: [...api.keys],
  }
  server.closeAllConnections()
  server.close()
  api.close()

  const middleware = embedding.frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log() {} })
  for (const name of ['API_URL', 'SECRET_KEY', 'PUBLISHABLE_KEY']) delete process.env[`CLERK_${name}`]
  await sdk.clerkClient.users.createUser({ emailAddress: ['ada@example.com'], password: 'correct horse battery staple' })
  const embedded = [sdk.clerkClient, older.clerkClient, backend.createClerkClient()].map((client) => client.users.getCount())
  seen.embedded = await Promise.all(embedded)
  await middleware.server.close()
  console.log(JSON.stringify(seen))
}
