/**
 * `clerkClient`: one method for each operation of the contract's table. A method takes the path's parameters in order and then one
 * object, the query of a GET or the body of anything else; the few whose arguments differ are listed in `irregular`.
 */
import type { backendApi } from '@frontdesk/contract'
import { backendOperations } from '@frontdesk/contract/operations'
import type * as z from 'zod'
import type { CamelCased, Client, Deleted, EmailAddress, JsonWebKeySet, Session, TestingToken, Token, User } from './resources.js'
import { reviveUsers } from './resources.js'
import { type ApiCall, type ApiSettings, callApi } from './transport.js'

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

export interface ApiClient {
  users: {
    /** A page of users with the number of all that match; newest first. */
    getUserList(params?: UserListParams): Promise<Page<User>>
    getCount(params?: Omit<UserListParams, 'limit' | 'offset' | 'orderBy'>): Promise<number>
    getUser(userId: string): Promise<User>
    createUser(params: BodyOf<'users', 'createUser'>): Promise<User>
    /** Metadata given here replaces what was stored; `updateUserMetadata` merges. */
    updateUser(userId: string, params?: BodyOf<'users', 'updateUser'>): Promise<User>
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
    /** A new session token, or one from a template; `expiresInSeconds` overrides its 60 seconds. */
    getToken(sessionId: string, template?: string, expiresInSeconds?: number): Promise<Token>
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

type Method = (...args: unknown[]) => Promise<unknown>
type Groups = Record<string, Record<string, Method>>
type Send = (request: ApiCall) => Promise<unknown>

/** A client of the Backend API with these settings, which may be found out with the first call (the embedded server's are). */
export function createApiClient(settings: () => ApiSettings | Promise<ApiSettings>): ApiClient {
  const send: Send = async (request) => reviveUsers(await callApi(await settings(), request))
  const regular = mapGroups(
    backendOperations,
    (line) =>
      async (...args) =>
        send(requestFor(line, args)),
  )
  const special = irregular(regular, send)
  const groups = Object.entries(regular).map(([group, methods]) => [group, { ...methods, ...special[group] }])
  return Object.fromEntries(groups) // the interface names the table's methods: a test compares them
}

function mapGroups(groups: Record<string, Record<string, string>>, make: (line: string) => Method): Groups {
  const methodsOf = (lines: Record<string, string>) =>
    Object.fromEntries(Object.entries(lines).map(([name, line]) => [name, make(line)]))
  return Object.fromEntries(Object.entries(groups).map(([group, lines]) => [group, methodsOf(lines)]))
}

/** `'PATCH /users/{user_id}'` with `['user_1', { firstName }]` as a request. @throws TypeError for a missing path parameter */
function requestFor(line: string, args: unknown[]): ApiCall {
  const [method, template] = line.split(' ') as [string, string] // a line of the table is a method, a space and a path
  const rest = [...args]
  const path = template.replace(/\{(\w+)\}/g, (_, name: string) => segment(rest.shift(), name))
  const params = rest[0] as object | undefined // the table's methods take nothing else
  return method === 'GET' ? { method, path, query: params } : { method, path, body: params }
}

/** One segment of a path: an id with `/` or `..` in it stays one segment. */
function segment(value: unknown, name: string): string {
  if (typeof value !== 'string' || value === '' || /^\.+$/.test(value))
    throw new TypeError(`A valid resource ID is required: ${name}.`)
  return encodeURIComponent(value)
}

/** Methods whose arguments or answers are not what their line says. */
function irregular({ users, sessions, clients }: Groups, send: Send): Record<string, Record<string, unknown>> {
  const post = (path: string, body?: object) => send({ method: 'POST', path, body })
  const user = (userId: string, rest: string) => `/users/${segment(userId, 'userId')}/${rest}`
  const session = (sessionId: string, rest: string) => `/sessions/${segment(sessionId, 'sessionId')}/${rest}`
  const countUsers = async (filters: object = {}) => ((await users!.getCount!(filters)) as { totalCount: number }).totalCount // TotalCount

  return {
    users: {
      getCount: countUsers,
      // The list is bare: the number of all that match is a second question.
      async getUserList(params: UserListParams = {}) {
        const { limit, offset, orderBy, ...filters } = params
        const [data, totalCount] = await Promise.all([users!.getUserList!(params), countUsers(filters)])
        return { data, totalCount }
      },
      async updateUser(userId: string, params: Record<string, unknown> = {}) {
        const { publicMetadata, privateMetadata, unsafeMetadata, ...rest } = params
        const metadata = { publicMetadata, privateMetadata, unsafeMetadata }
        if (Object.values(metadata).every((value) => value === undefined)) return users!.updateUser!(userId, rest)
        if (Object.keys(rest).length > 0) await users!.updateUser!(userId, rest)
        return users!.replaceUserMetadata!(userId, metadata)
      },
      async verifyPassword({ userId, password }: { userId: string; password: string }) {
        return post(user(userId, 'verify_password'), { password })
      },
      async updateUserProfileImage(userId: string, { file }: { file: Blob }) {
        const form = new FormData()
        form.append('file', file)
        return send({ method: 'POST', path: user(userId, 'profile_image'), form })
      },
    },
    sessions: {
      getSessionList: (params: object = {}) => sessions!.getSessionList!({ ...params, paginated: true }),
      async getToken(sessionId: string, template?: string, expiresInSeconds?: number) {
        const path = template ? `tokens/${segment(template, 'template')}` : 'tokens'
        return post(session(sessionId, path), expiresInSeconds === undefined ? undefined : { expiresInSeconds })
      },
      // Clerk's SDK spells these parameters as the wire does; camelCase works as well.
      async refreshSession(sessionId: string, { suffixedCookies, suffixed_cookies, ...body }: Record<string, unknown>) {
        const query = { suffixedCookies: suffixedCookies ?? suffixed_cookies }
        return send({ method: 'POST', path: session(sessionId, 'refresh'), query, body })
      },
    },
    clients: {
      getClientList: (params: object = {}) => clients!.getClientList!({ ...params, paginated: true }),
      verifyClient: (token: string) => post('/clients/verify', { token }),
    },
  }
}
