/** Visits the app with the token in TOKEN and without, loads every entry of the packages, and prints what came of it. */
const { once } = require('node:events')

exports.visit = async function visit(app, clerkClient, load, entries) {
  const server = app.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const get = async (path, headers) => {
    const response = await fetch(`http://127.0.0.1:${server.address().port}${path}`, { headers, redirect: 'manual' })
    return `${response.status} ${response.headers.get('location') ?? (await response.text())}`
  }
  const bearer = { authorization: `Bearer ${process.env.TOKEN}` }
  const seen = {
    node: process.versions.node.split('.')[0],
    express: require('express/package.json').version.split('.')[0],
    signedOut: await get('/', {}),
    signedIn: await get('/', bearer),
    turnedAway: await get('/protected', {}),
    letIn: await get('/protected', bearer),
    getUser: typeof clerkClient.users.getUser,
    entries: {},
  }
  for (const entry of entries) seen.entries[entry] = Object.keys(await load(entry)).sort()
  server.closeAllConnections()
  server.close()
  console.log(JSON.stringify(seen))
}
