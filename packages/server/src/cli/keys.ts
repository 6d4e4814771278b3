import { createPublicKey } from 'node:crypto'
import { createFrontdesk } from '../server.js'
import { environmentOfProcess } from '../start/stated-environment.js'
import type { Command } from './command.js'
import { readPort } from './port.js'

/** `frontdesk keys`: what an app needs in its environment to use this instance over the network. */
export const keysCommand: Command = {
  usage: [
    ['[--port 3000]', 'prints what an app needs in its environment, as dotenv lines'],
    ['--rotate', 'publishes a new signing key'],
  ],
  details: `The addresses are those of FRONTDESK_PUBLIC_URL, else of the port on this machine. A new signing key signs after
ten minutes, and the one before goes on being accepted: nobody is signed out.
`,
  flags: { port: { type: 'string' }, rotate: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  run: ({ flags }) => keys(readPort(flags.port), flags.rotate === true),
}

async function keys(port: number, rotates: boolean): Promise<void> {
  const frontdesk = createFrontdesk({ environment: environmentOfProcess(), log: () => {} }, { isServing: false })
  const instance = await frontdesk.ready()

  if (rotates) {
    const kid = await instance.keyRing.rotate()
    process.stdout.write(
      `Published the key ${kid}; it signs in ten minutes. Then give CLERK_JWT_KEY its new value wherever you set it.\n`,
    )
  } else {
    const { privateKey } = await instance.keyRing.signingKey()
    const pem = createPublicKey(privateKey).export({ type: 'spki', format: 'pem' }).toString().trim()
    const origin = instance.options.publicUrl ?? `http://localhost:${port}`
    const lines = {
      CLERK_PUBLISHABLE_KEY: instance.keys.publishableKey,
      CLERK_SECRET_KEY: instance.keys.secretKey.reveal(),
      CLERK_API_URL: `${origin}${instance.options.basePath}/api`,
      CLERK_PROXY_URL: `${origin}${instance.options.basePath}`, // absolute, since the app has an origin of its own
      CLERK_JWT_KEY: `"${pem.replaceAll('\n', '\\n')}"`,
    }
    process.stdout.write(
      `${Object.entries(lines)
        .map(([name, value]) => `${name}=${value}`)
        .join('\n')}\n`,
    )
  }
  await frontdesk.close()
}
