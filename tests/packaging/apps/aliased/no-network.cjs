// Loaded before an app: a name that is looked up anywhere but on this machine ends it, as the key that would go there may.
const dns = require('node:dns')

const { lookup } = dns
dns.lookup = (name, ...rest) => {
  if (name === 'localhost' || name === '127.0.0.1') return lookup(name, ...rest)
  console.error(`looked up ${name}`)
  process.exit(9)
}
