import { createPublicKey } from 'node:crypto'
import { createFrontdesk } from '../server.js'
import type { Instance } from '../start/instance.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import { serverOrigin } from '../wire/addresses.js'
import { type Command, meant } from './command.js'
import { readPort } from './port.js'

/** What each builder of front ends puts before the variables that pages may read. */
const prefixes: Record<string, string> = {
  vite: 'VITE_',
  next: 'NEXT_PUBLIC_',
  cra: 'REACT_APP_',
  astro: 'PUBLIC_',
  sveltekit: 'PUBLIC_',
  nuxt: 'NUXT_PUBLIC_',
  gatsby: 'GATSBY_',
}

/** `frontdesk keys`: what an app needs in its environment to use this instance over the network. */
export const keysCommand: Command = {
  usage: [
    ['[--port 3000]', 'prints what an app needs in its environment, as dotenv lines'],
    [
      `--front-end <${Object.keys(prefixes).join(' | ')}>`,
      'prints what its page needs, which is no secret, by the name it has there',
    ],
    ['--rotate', 'publishes a new signing key'],
  ],
  details: `The addresses are those of FRONTDESK_DOMAIN or FRONTDESK_PUBLIC_URL, else of the port on this machine. A new signing key signs after
ten minutes, and the one before goes on being accepted: nobody is signed out.
`,
  flags: { port: { type: 'string' }, 'front-end': { type: 'string' }, rotate: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ flags: { port, rotate, 'front-end': frontEnd } }) {
    if (rotate && frontEnd !== undefined) throw new Error('--rotate prints no keys: leave --front-end out.')
    if (rotate) return withInstance(rotated)
    if (frontEnd !== undefined) return withInstance(forPages(String(frontEnd)))
    return withInstance(forServers(readPort(port)))
  },
}

async function withInstance(print: (instance: Instance) => Promise<string>): Promise<void> {
  const frontdesk = createFrontdesk({ environment: environmentOfProcess(), log: () => {} }, { isServing: false })
  process.stdout.write(await print(await frontdesk.ready()))
  await frontdesk.close()
}

async function rotated({ keyRing }: Instance): Promise<string> {
  const kid = await keyRing.rotate()
  return `Published the key ${kid}; it signs in ten minutes. Then give CLERK_JWT_KEY its new value wherever you set it.\n`
}

const forServers =
  (port: number) =>
  async ({ options, keys, keyRing }: Instance): Promise<string> => {
    const { privateKey } = await keyRing.signingKey()
    const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString().trim()
    const origin = serverOrigin(options) ?? `http://localhost:${port}`
    return linesOf({
      CLERK_PUBLISHABLE_KEY: keys.publishableKey,
      CLERK_SECRET_KEY: keys.secretKey.reveal(),
      CLERK_API_URL: `${origin}${options.basePath}/api`,
      ...(!options.ownDomain && { CLERK_PROXY_URL: `${origin}${options.basePath}` }), // absolute, since the app has an origin of its own
      CLERK_JWT_KEY: `"${pem.replaceAll('\n', '\\n')}"`,
    })
  }

/** Nothing else: what has such a prefix becomes part of the page, for everybody to read. */
function forPages(frontEnd: string): (instance: Instance) => Promise<string> {
  const known = Object.keys(prefixes)
  const prefix = Object.hasOwn(prefixes, frontEnd) ? prefixes[frontEnd] : undefined
  if (prefix === undefined)
    throw new Error(`--front-end is one of ${known.join(', ')}, not ${frontEnd}.${meant(frontEnd, known)}`)
  return async ({ keys }) => linesOf({ [`${prefix}CLERK_PUBLISHABLE_KEY`]: keys.publishableKey })
}

const linesOf = (variables: Record<string, string>): string =>
  Object.entries(variables)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
