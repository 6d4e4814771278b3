/**
 * Listens only on this machine, on both addresses of `localhost`, because the development inbox shows everybody's codes. HOST sets another
 * address, such as 0.0.0.0 in a container. Resolves with the URL to open.
 */
export async function listen(app, port) {
  if (process.env.HOST) return addressOf(await listenOn(app, port, process.env.HOST))

  const server = await listenOn(app, port, '127.0.0.1')
  await listenOn(app, server.address().port, '::1').catch((error) => {
    if (error.code === 'EADDRINUSE') throw error
    // no IPv6 here
  })
  return addressOf(server)
}

const listenOn = (app, port, host) =>
  new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error) => {
      if (error?.code === 'EADDRINUSE') error.message = `Port ${port} is taken: set PORT to another one.`
      return error ? reject(error) : resolve(server)
    })
  })

const addressOf = (server) => `http://localhost:${server.address().port}`
