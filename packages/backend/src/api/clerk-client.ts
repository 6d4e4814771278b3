/**
 * `clerkClient`: one method for each operation of the contract's table. A method takes the path's parameters in order and then one
 * object, the query of a GET or the body of anything else; the few whose arguments differ are listed in `irregular`.
 */
import type { backendApi } from '@frontdesk/contract'
import { backendOperations } from '@frontdesk/contract/operations'
import type * as z from 'zod'
import type { CamelCased, Client, Deleted, EmailAddress, JsonWebKeySet, Session, TestingToken, Token, User } from './resources.js'
import { reviveUsers } from './resources.js'
import { type ApiSettings, callApi } from './transport.js'

type BackendApi = typeof backendApi
type BodyOf<Group extends keyof BackendApi, Name extends keyof BackendApi[Group]> = BackendApi[Group][Name] extends {
  shapes: { body: infer Body extends z.ZodType }
}
  ? CamelCased<z.input<Body>>
  : never
type QueryOf<Group extends keyof BackendApi, Name extends keyof BackendApi[Group]> = BackendApi[Group][Name] extends {
  shapes: { query: infer Query extends z.ZodType }
}
  ? CamelCased<z.input<Query>>
  : never

export interface Page<Item> {
  data: Item[]
  totalCount: number
}

type OneOrMany<T> = { [Key in keyof T]: T[Key] }
export type UserListParams = OneOrMany<Partial<Omit<QueryOf<'users', 'getUserList'>, 'orderBy'>>> & { orderBy?: string }
export type MetadataParams = BodyOf<'users', 'updateUserMetadata'>

export interface ClerkClient {
  users: {
    /** A page of users with the number of all that match; newest first. */
    getUserList(params?: UserListParams): Promise<Page<User>>
    getCount(params?: Omit<UserListParams, 'limit' | 'offset' | 'orderBy'>): Promise<number>
    getUser(userId: string): Promise<User>
    createUser(params: BodyOf<'users', 'createUser'>): Promise<User>
    updateUser(userId: string, params: BodyOf<'users', 'updateUser'>): Promise<User>
    updateUserMetadata(userId: string, params: MetadataParams): Promise<User>
    replaceUserMetadata(userId: string, params: MetadataParams): Promise<User>
    updateUserProfileImage(userId: string, params: { file: Blob }): Promise<User>
    deleteUserProfileImage(userId: string): Promise<User>
    deleteUser(userId: string): Promise<Deleted>
    banUser(userId: string): Promise<User>
    unbanUser(userId: string): Promise<User>
    lockUser(userId: string): Promise<User>
    unlockUser(userId: string): Promise<User>
    verifyPassword(params: { userId: string; password: string }): Promise<{ verified: true }>
    removePassword(userId: string): Promise<User>
  }
  emailAddresses: {
    getEmailAddress(emailAddressId: string): Promise<EmailAddress>
    createEmailAddress(params: BodyOf<'emailAddresses', 'createEmailAddress'>): Promise<EmailAddress>
    updateEmailAddress(emailAddressId: string, params?: BodyOf<'emailAddresses', 'updateEmailAddress'>): Promise<EmailAddress>
    deleteEmailAddress(emailAddressId: string): Promise<Deleted>
  }
  sessions: {
    getSessionList(params?: QueryOf<'sessions', 'getSessionList'>): Promise<Page<Session>>
    getSession(sessionId: string): Promise<Session>
    createSession(params: BodyOf<'sessions', 'createSession'>): Promise<Session>
    revokeSession(sessionId: string): Promise<Session>
    refreshSession(
      sessionId: string,
      params: BodyOf<'sessions', 'refreshSession'> & { suffixedCookies?: boolean },
    ): Promise<Token | { object: 'cookies'; cookies: string[] }>
    /** A new session token; `expiresInSeconds` overrides its 60 seconds. */
    getToken(sessionId: string, template?: '' | undefined, expiresInSeconds?: number): Promise<Token>
  }
  clients: {
    getClientList(params?: QueryOf<'clients', 'getClientList'>): Promise<Page<Client>>
    getClient(clientId: string): Promise<Client>
    verifyClient(token: string): Promise<Client>
    getHandshakePayload(params: { nonce: string }): Promise<{ directives: string[] }>
  }
  jwks: { getJwks(): Promise<JsonWebKeySet> }
  testingTokens: { createTestingToken(): Promise<TestingToken> }
}

type Method = (...args: never[]) => Promise<unknown>
type Groups = Record<string, Record<string, Method>>

/** A client of the Backend API with these settings; settings that are found out later (the embedded server's) come as a function. */
export function createApiClient(settings: () => ApiSettings | Promise<ApiSettings>): ClerkClient {
  const call = async (line: string, args: unknown[]) => reviveUsers(await callApi(await settings(), requestFor(line, args)))
  const regular = Object.fromEntries(
    Object.entries(backendOperations).map(([group, lines]) => [
      group,
      Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, (...args: never[]) => call(line, args)])),
    ]),
  )
  const special = irregular(regular as Groups, async (request) => callApi(await settings(), request))
  // The table holds exactly the methods that the interface names: a test compares them.
  return Object.fromEntries(
    Object.entries(regular).map(([group, methods]) => [group, { ...methods, ...special[group] }]),
  ) as unknown as ClerkClient
}

/** `'PATCH /users/{user_id}'` with `['user_1', { firstName }]` as a request. @throws TypeError for a missing path parameter */
function requestFor(line: string, args: unknown[]) {
  const [method, template] = line.split(' ') as [string, string] // a line of the table is a method, a space and a path
  const rest = [...args]
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = rest.shift()
    if (typeof value !== 'string' || value === '') throw new TypeError(`A valid resource ID is required: ${name} is missing.`)
    return encodeURIComponent(value)
  })
  const params = rest[0] as object | undefined // the table's methods take nothing else
  return method === 'GET' ? { method, path, query: params } : { method, path, body: params }
}

/** Methods whose arguments or answers are not what their line says. */
function irregular(
  { users, sessions }: Groups,
  call: (request: Parameters<typeof callApi>[1]) => Promise<unknown>,
): Record<string, Record<string, unknown>> {
  const { getUserList, getCount } = users as unknown as {
    getUserList(params: object): Promise<User[]>
    getCount(params: object): Promise<{ totalCount: number }>
  } // before the list is joined with its count
  const page =
    (list: (params: object) => Promise<unknown>) =>
    (params: object = {}) =>
      list({ ...params, paginated: true })

  return {
    users: {
      async getUserList(params: UserListParams = {}) {
        const { limit, offset, orderBy, ...filters } = params
        const [data, { totalCount }] = await Promise.all([getUserList({ ...filters, limit, offset, orderBy }), getCount(filters)])
        return { data, totalCount }
      },
      getCount: async (params: object = {}) => (await getCount(params)).totalCount,
      verifyPassword: ({ userId, password }: { userId: string; password: string }) =>
        call({ method: 'POST', path: `/users/${encodeURIComponent(userId)}/verify_password`, body: { password } }),
      async updateUserProfileImage(userId: string, { file }: { file: Blob }) {
        const form = new FormData()
        form.append('file', file)
        return reviveUsers(await call({ method: 'POST', path: `/users/${encodeURIComponent(userId)}/profile_image`, form }))
      },
    },
    sessions: {
      getSessionList: page(sessions!.getSessionList as (params: object) => Promise<unknown>), // its argument is one object
      getToken: (sessionId: string, _template?: string, expiresInSeconds?: number) =>
        call({ method: 'POST', path: `/sessions/${encodeURIComponent(sessionId)}/tokens`, body: { expiresInSeconds } }),
      refreshSession: (sessionId: string, { suffixedCookies, ...body }: { suffixedCookies?: boolean }) =>
        call({ method: 'POST', path: `/sessions/${encodeURIComponent(sessionId)}/refresh`, query: { suffixedCookies }, body }),
    },
    clients: {
      getClientList: (params: object = {}) => call({ method: 'GET', path: '/clients', query: { ...params, paginated: true } }),
      verifyClient: (token: string) => call({ method: 'POST', path: '/clients/verify', body: { token } }),
    },
  }
}
