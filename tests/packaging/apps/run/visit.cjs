/**
 * Visits an app whose server is elsewhere, with the token in TOKEN and without, and one that embeds its server; loads all that ENTRIES names;
 * prints what came of it.
 */
const { once } = require('node:events')

exports.visit = async function visit(express, { clerkClient, clerkMiddleware, getAuth, requireAuth }, frontdesk, load) {
  const app = express()
  app.use(clerkMiddleware())
  app.get('/', (req, res) => res.json({ userId: getAuth(req).userId, callable: req.auth().userId }))
  app.get('/protected', requireAuth(), (_req, res) => res.send('This is a protected route'))
  const bearer = { authorization: `Bearer ${process.env.TOKEN}` }
  const elsewhere = await serve(app)
  const seen = {
    node: process.versions.node.split('.')[0],
    express: require('express/package.json').version.split('.')[0],
    isOneServer: require('frontdesk/express').frontdesk === frontdesk, // imported or required
    signedOut: await elsewhere.get('/', {}),
    signedIn: await elsewhere.get('/', bearer),
    turnedAway: await elsewhere.get('/protected', {}),
    letIn: await elsewhere.get('/protected', bearer),
  }
  elsewhere.close()

  const middleware = frontdesk({
    databaseUrl: 'sqlite::memory:',
    environment: 'development',
    log() {},
    before: { start: (tx) => tx.sql`create table app_profiles (user_id text)` },
    on: {
      async 'user.created'({ data }, tx) {
        await tx.sql`insert into app_profiles values (${data.id})`
        seen.profiles = (await tx.sql`select user_id from app_profiles`).length
        if (seen.profiles > 1) throw new (require('frontdesk').Refusal)('One is enough.')
      },
    },
  })
  const embedding = await serve(express().use(middleware))
  seen.pages = {}
  for (const page of ['/sign-in', '/sign-up', '/user', '/__frontdesk/inbox']) {
    const [status] = (await embedding.get(page, { accept: 'text/html' })).split(' ')
    seen.pages[page] = Number(status)
  }
  await clerkClient.users.createUser({ emailAddress: ['ada@example.com'], password: 'correct horse battery staple' })
  const refused = clerkClient.users.createUser({ emailAddress: ['eve@example.com'], password: 'correct horse battery staple' })
  seen.refused = await refused.catch(({ errors }) => errors[0].longMessage)
  seen.users = (await clerkClient.users.getUserList()).totalCount
  embedding.close()
  await middleware.server.close()

  seen.entries = {}
  for (const entry of JSON.parse(process.env.ENTRIES)) seen.entries[entry] = Object.keys(await load(entry)).sort()
  console.log(JSON.stringify(seen))
}

async function serve(app) {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    async get(path, headers) {
      const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers, redirect: 'manual' })
      return `${response.status} ${response.headers.get('location') ?? (await response.text())}`
    },
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
