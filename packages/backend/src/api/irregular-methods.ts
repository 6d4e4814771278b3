/** The methods of `clerkClient` whose arguments or results differ from their line in the operation table. */
import { checkOAuthAudience } from '../tokens/machine-jwt.js'
import { segment } from './operation-table.js'
import type { ApiCall } from './transport.js'

type Method = (...args: never[]) => Promise<unknown>
type Params = Record<string, unknown>

/** Calls a method as the table says, or sends another request. */
export interface Regular {
  /** Calls a method as its line says. */
  call(name: `${string}.${string}`, ...args: unknown[]): Promise<unknown>
  send(request: ApiCall): Promise<unknown>
}

export function irregularMethods({ call, send }: Regular): Record<string, Record<string, Method>> {
  /** Lists that only come with their total if `paginated` is sent. */
  const paginated =
    (name: `${string}.${string}`): Method =>
    (params: Params = {}) =>
      call(name, { ...params, paginated: true })

  const countUsers = async (filters: Params = {}) =>
    ((await call('users.getCount', filters)) as { totalCount: number }).totalCount // TotalCount

  /** Replaces the metadata in a second call, since `update…Metadata` would merge it. */
  const updateWithMetadata =
    (update: `${string}.${string}`, replace: `${string}.${string}`, names: string[]): Method =>
    async (id: string, params: Params = {}) => {
      const rest = { ...params }
      const metadata: Params = {}
      for (const name of names) {
        if (rest[name] !== undefined) metadata[name] = rest[name]
        delete rest[name]
      }
      if (Object.keys(metadata).length === 0) return call(update, id, rest)
      if (Object.keys(rest).length > 0) await call(update, id, rest)
      return call(replace, id, metadata)
    }

  const sendFile = (method: string, path: string, fields: Record<string, string | Blob | undefined>) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(fields)) if (value !== undefined) form.append(name, value)
    return send({ method, path, form })
  }

  const deep =
    (method: string, path: (id?: string) => string): Method =>
    (...args: unknown[]) => {
      const [id, body] = args.length > 1 || typeof args[0] === 'string' ? args : [undefined, args[0]]
      return send({ method, path: path(id as string | undefined), body: body as object, isDeep: true }) // arguments as the types say
    }
  const below = (collection: string) => (id?: string) => (id === undefined ? collection : `${collection}/${segment(id, 'id')}`)

  /** Calls about machine tokens may use a machine's own key. */
  const asMachine = ({ machineSecretKey, ...rest }: Params = {}) => ({
    key: typeof machineSecretKey === 'string' ? machineSecretKey : (true as const),
    rest,
  })

  return {
    agentTasks: { create: deep('POST', below('/agents/tasks')) },
    allowlistIdentifiers: { getAllowlistIdentifierList: paginated('allowlistIdentifiers.getAllowlistIdentifierList') },
    apiKeys: {
      revoke: ({ revocationReason = null, ...rest }: Params) => call('apiKeys.revoke', { ...rest, revocationReason }),
      verify: (secret: string) => call('apiKeys.verify', { secret }),
    },
    instance: {
      updateSettings: ({ dryRun, reason, ...body }: Params) =>
        send({ method: 'PATCH', path: '/instance/settings', query: { dryRun, reason }, body, isDeep: true }),
    },
    clients: {
      getClientList: paginated('clients.getClientList'),
      verifyClient: (token: string) => call('clients.verifyClient', { token }),
    },
    emails: {
      create: async (mail: Params, { idempotencyKey }: { idempotencyKey?: string } = {}) => {
        const headers: Record<string, string> =
          idempotencyKey === undefined ? {} : { 'idempotency-key': requireIdempotencyKey(idempotencyKey) }
        return send({ method: 'POST', path: '/email', body: mailBody(mail), headers })
      },
      createBatch: async (mails: Array<Params & { idempotencyKey?: string }>) => {
        if (mails.length < 1 || mails.length > 100) throw new TypeError('A batch has 1 to 100 messages.')
        const messages = mails.map(({ idempotencyKey, ...mail }) => ({
          ...mailBody(mail),
          ...(idempotencyKey !== undefined && { idempotency_key: requireIdempotencyKey(idempotencyKey) }),
        }))
        return send({ method: 'POST', path: '/email/batch', body: { messages } })
      },
    },
    enterpriseConnections: {
      createEnterpriseConnection: deep('POST', below('/enterprise_connections')),
      updateEnterpriseConnection: deep('PATCH', below('/enterprise_connections')),
    },
    idPOAuthAccessToken: {
      verify: async (accessToken: string, { audience }: { audience?: string | string[] } = {}) => {
        const token = (await call('idPOAuthAccessToken.verify', { accessToken })) as { aud?: unknown } | null // what the server says of it
        checkOAuthAudience(token?.aud, audience)
        return token
      },
    },
    invitations: { getInvitationList: paginated('invitations.getInvitationList') },
    jwtTemplates: { list: paginated('jwtTemplates.list') },
    m2m: {
      list: async (params: Params = {}) => {
        const { key, rest } = asMachine(params)
        const answer = (await send({ method: 'GET', path: '/m2m_tokens', isUnversioned: true, query: rest, asMachine: key })) as {
          m2mTokens: unknown[]
          totalCount: number
        } // the one list that names its items
        return { data: answer.m2mTokens, totalCount: answer.totalCount }
      },
      createToken: (params: Params = {}) => {
        const { key, rest } = asMachine(params)
        const { secondsUntilExpiration = null, claims = null, tokenFormat = 'opaque', minRemainingTtlSeconds } = rest
        const body = { secondsUntilExpiration, claims, minRemainingTtlSeconds, tokenFormat }
        return send({ method: 'POST', path: '/m2m_tokens', isUnversioned: true, body, asMachine: key })
      },
      revokeToken: async (params: Params) => {
        const { key, rest } = asMachine(params)
        const { m2mTokenId, revocationReason = null } = rest
        const path = `/m2m_tokens/${segment(m2mTokenId, 'm2mTokenId')}/revoke`
        return send({ method: 'POST', path, isUnversioned: true, body: { revocationReason }, asMachine: key })
      },
      verify: (params: Params) => {
        const { key, rest } = asMachine(params)
        const { token } = rest
        return send({ method: 'POST', path: '/m2m_tokens/verify', isUnversioned: true, body: { token }, asMachine: key })
      },
    },
    machines: {
      createScope: (machineId: string, toMachineId: string) => call('machines.createScope', machineId, { toMachineId }),
    },
    organizations: {
      getOrganization: ({ organizationId, slug, includeMembersCount }: Params) =>
        call('organizations.getOrganization', organizationId ?? slug, { includeMembersCount }),
      updateOrganization: updateWithMetadata('organizations.updateOrganization', 'organizations.replaceOrganizationMetadata', [
        'publicMetadata',
        'privateMetadata',
      ]),
      updateOrganizationLogo: async (id: string, { file, uploaderUserId }: { file: Blob; uploaderUserId?: string }) =>
        sendFile('PUT', `/organizations/${segment(id, 'organizationId')}/logo`, { file, uploader_user_id: uploaderUserId }),
      createOrganizationDomain: ({ verified = true, ...rest }: Params) =>
        call('organizations.createOrganizationDomain', { ...rest, verified }),
    },
    redirectUrls: { getRedirectUrlList: () => call('redirectUrls.getRedirectUrlList', { paginated: true }) },
    samlConnections: {
      createSamlConnection: deep('POST', below('/saml_connections')),
      updateSamlConnection: deep('PATCH', below('/saml_connections')),
    },
    sessions: {
      getSessionList: paginated('sessions.getSessionList'),
      async getToken(id: string, template?: string, expiresInSeconds?: number) {
        const path = `/sessions/${segment(id, 'sessionId')}/tokens${template ? `/${segment(template, 'template')}` : ''}`
        return send({ method: 'POST', path, body: { expiresInSeconds } })
      },
      async refreshSession(id: string, { suffixed_cookies, ...body }: Params) {
        return send({
          method: 'POST',
          path: `/sessions/${segment(id, 'sessionId')}/refresh`,
          query: { suffixed_cookies },
          body,
        })
      },
      verifySession: (id: string, token: string) => call('sessions.verifySession', id, { token }),
    },
    users: {
      getCount: countUsers,
      // The list is bare: the number of all that match is a second question.
      async getUserList(params: Params = {}) {
        const { limit, offset, orderBy, ...filters } = params
        const [data, totalCount] = await Promise.all([call('users.getUserList', params), countUsers(filters)])
        return { data, totalCount }
      },
      getUserOauthAccessToken: (id: string, provider: string) => {
        const name = provider.startsWith('oauth_') ? provider : `oauth_${provider}`
        return call('users.getUserOauthAccessToken', id, name, { paginated: true })
      },
      setPasswordCompromised: (id: string, params: Params = { revokeAllSessions: false }) =>
        call('users.setPasswordCompromised', id, params),
      updateUser: updateWithMetadata('users.updateUser', 'users.replaceUserMetadata', [
        'publicMetadata',
        'privateMetadata',
        'unsafeMetadata',
      ]),
      updateUserProfileImage: async (id: string, { file }: { file: Blob }) =>
        sendFile('POST', `/users/${segment(id, 'userId')}/profile_image`, { file }),
    },
  }
}

/** Converts a mail's recipient, whose nested `userId` is the API's name, not the app's. */
function mailBody({ to, ...mail }: Params): Params {
  const { userId, ...recipient } = to as Params // the types ask for it
  return { ...mail, to: { ...recipient, ...(userId !== undefined && { user_id: userId }) } }
}

function requireIdempotencyKey(key: unknown): string {
  if (typeof key !== 'string' || !/^[\w-]{1,255}$/.test(key))
    throw new TypeError('An idempotency key has up to 255 letters, digits, underscores and hyphens.')
  return key
}
