/** Users as an app's own server manages them: made and read with the secret key, signed in with browsers of their own. */
import { type BackendUser, backendApi } from '@frontdesk/contract'
import { expect } from 'vitest'
import { eventsOf, type TestEvent } from './events-of.js'
import { type AnyBody, type TestServer, testPassword } from './test-server.js'

export interface ManagedUsers {
  /** Makes a user with an address of its own and the test password, unless `fields` say otherwise. */
  create(fields?: object): Promise<BackendUser>
  get(id: string): Promise<BackendUser>
  /** Signs in by password in a new browser; answers the sign-in's response. */
  signIn(user: BackendUser, password?: string): Promise<AnyBody>
  /** How many active sessions the user has. */
  activeSessions(user: BackendUser): Promise<number>
  /** The events that `work` causes, with what they say. */
  eventsOf(work: () => Promise<unknown>): Promise<TestEvent[]>
}

export function managedUsers(server: TestServer): ManagedUsers {
  const { users } = backendApi
  let made = 0

  return {
    async create(fields = {}) {
      const email_address = [`person-${++made}@example.com`]
      const answer = await server.backend('POST', '/users', { email_address, password: testPassword, ...fields })
      expect(answer.status).toBe(200)
      return users.createUser.shapes.response.parse(answer.body)
    },
    get: async (id) => users.getUser.shapes.response.parse((await server.backend('GET', `/users/${id}`)).body),
    signIn: (user, password) => server.browser().signIn(user.email_addresses[0]!.email_address, password),
    activeSessions: async (user) =>
      (await server.backend('GET', `/sessions?user_id=${user.id}&status=active`)).body.length as number,
    eventsOf: (work) => eventsOf(server, work),
  }
}
