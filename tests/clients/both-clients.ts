/** Clerk's client of the Backend API and ours, alike in everything but whose they are. */
import { createRequire } from 'node:module'
import { createClerkClient } from '../../packages/backend/src/index.js'

export type Method = (...args: unknown[]) => Promise<unknown>
export type Groups = Record<string, Record<string, Method>>

const clerk = createRequire(import.meta.url)('@clerk/backend') as { createClerkClient(options: object): Groups }

export function bothClients(apiUrl: string): { theirs: Groups; ours: Groups } {
  const options = { secretKey: 'sk_test_1', apiUrl, telemetry: { disabled: true } }
  return {
    theirs: clerk.createClerkClient(options),
    ours: createClerkClient(options) as unknown as Groups, // called by name, as JavaScript calls them
  }
}

/** Calls a method by its name, as `users.getUser`. */
export function call(client: Groups, name: string, args: unknown[] = ['id_1']): Promise<unknown> {
  const [group, method] = name.split('.') as [string, string] // of the tables of the tests
  return client[group]![method]!(...args)
}
