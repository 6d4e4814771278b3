/**
 * Listens on this machine alone, under both addresses of `localhost`: the development inbox shows everybody's codes. HOST names another
 * address, such as 0.0.0.0 in a container. Resolves with the address to open.
 */
export async function listen(app, port) {
  if (process.env.HOST) return addressOf(await listenOn(app, port, process.env.HOST))

  const server = await listenOn(app, port, '127.0.0.1')
  await listenOn(app, server.address().port, '::1').catch((error) => {
    if (error.code === 'EADDRINUSE') throw error
    // no IPv6 here, so localhost never means it
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
