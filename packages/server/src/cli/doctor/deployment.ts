/** What is right at home and wrong in production, and the other way round. */
import { createServer } from 'node:net'
import { type Check, isLocalAddress, isPlainHttp, type Problem, urlOf } from './check.js'

export const deploymentChecks: Check[] = [
  {
    name: 'plain-http',
    run({ env }) {
      const names = ['FRONTDESK_PUBLIC_URL', 'CLERK_PROXY_URL', 'CLERK_API_URL']
      const name = names.find((variable) => isPlainHttp(env[variable]))
      if (!name) return null
      return {
        cause: `${name} is on plain http: passwords and cookies can be read on the way, and browsers keep no Secure cookie.`,
        cure: 'Put a certificate before the server, and write https://. (localhost is the one exception.)',
      }
    },
  },
  {
    name: 'development-in-public',
    run: ({ env, isProduction }) =>
      urlOf(env.FRONTDESK_PUBLIC_URL) && !isLocalAddress(env.FRONTDESK_PUBLIC_URL) && !isProduction
        ? {
            cause: `The app is public at ${env.FRONTDESK_PUBLIC_URL}, and NODE_ENV does not say production: without a word it does not start, and in development it has test codes.`,
            cure: 'Set NODE_ENV=production.',
          }
        : null,
  },
  {
    name: 'public-url-missing',
    run: ({ embedded, env, isProduction }) =>
      embedded &&
      isProduction &&
      !env.FRONTDESK_PUBLIC_URL &&
      !env.FRONTDESK_DOMAIN &&
      !/\b(?:publicUrl|domain)\b/.test(embedded.args)
        ? {
            cause: 'FRONTDESK_PUBLIC_URL is not set: mail can hold no links.',
            cure: "Set it to the app's own origin, such as https://app.example.com.",
          }
        : null,
  },
  {
    name: 'mail-server-missing',
    run: ({ embedded, env, isProduction }) =>
      embedded && isProduction && !env.FRONTDESK_SMTP_URL && !/\bsmtpUrl\b/.test(embedded.args)
        ? {
            cause: 'FRONTDESK_SMTP_URL is not set: in production nobody gets a code.',
            cure: 'Set it to smtp://user:password@host:587.',
          }
        : null,
  },
  {
    name: 'trusted-proxies-malformed',
    run: ({ env: { FRONTDESK_TRUSTED_PROXIES: count } }) =>
      count && !/^\d+$/.test(count)
        ? {
            cause: `FRONTDESK_TRUSTED_PROXIES is ${count}, and no number.`,
            cure: 'It is how many reverse proxies stand before the server, such as 1.',
          }
        : null,
  },
  {
    name: 'port-taken',
    async run({ env: { PORT: port } }): Promise<Problem | null> {
      if (!port || !/^\d{1,5}$/.test(port) || Number(port) > 65_535 || !(await isTaken(Number(port))) || (await isOurs(port)))
        return null
      return { cause: `Port ${port} is taken by another program.`, cure: 'End that one, or set PORT to another number.' }
    },
  },
]

const isTaken = (port: number) =>
  new Promise<boolean>((resolve) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRINUSE'))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)))
  })

/** Whether the app itself holds the port: it may well run while it is looked at. */
async function isOurs(port: string): Promise<boolean> {
  try {
    const { headers } = await fetch(`http://127.0.0.1:${port}/__clerk/v1/environment`, { signal: AbortSignal.timeout(2_000) })
    return headers.has('x-clerk-auth-status') || headers.get('content-type') === 'application/json'
  } catch {
    return false
  }
}
