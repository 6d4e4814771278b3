/** The life of an embedded server in a test: what was seen before it, while it is open, and after it is closed. */
const { once } = require('node:events')

exports.life = async function life(express, { clerkClient, clerkMiddleware, getAuth }, { frontdesk }) {
  const users = () =>
    clerkClient.users.getUserList().then(
      ({ totalCount }) => totalCount,
      ({ message }) => message,
    )
  const before = await users()

  const middleware = frontdesk({ databaseUrl: 'sqlite::memory:', environment: 'development', log() {} })
  const app = express().use(middleware).use(clerkMiddleware())
  app.get('/', (req, res) => res.json(getAuth(req).userId))
  app.use((error, _req, res, _next) => res.status(error.status).send(error.message))
  const listener = app.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const get = (path) => fetch(`http://127.0.0.1:${listener.address().port}${path}`)
  const { status: page } = await get('/sign-in')
  const userId = await (await get('/')).json()
  await clerkClient.users.createUser({ emailAddress: ['ada@example.com'], password: 'correct horse battery staple' })
  const open = { page, userId, users: await users() }

  await middleware.server.close()
  const refusal = await get('/')
  const closed = { status: refusal.status, message: await refusal.text(), users: await users() }
  listener.closeAllConnections()
  listener.close()
  return { before, open, closed }
}

/** The same in each test, however many there were before: no server of another test is found. */
exports.expectedLife = (expect) => ({
  before: expect.stringContaining('no embedded server that is open'),
  open: { page: 200, userId: null, users: 1 },
  closed: {
    status: 503,
    message: expect.stringContaining('is closed'),
    users: expect.stringContaining('no embedded server that is open'),
  },
})
