/** The client's groups as version 4 has them: lists are arrays, without a total, and a session's token is its text. */
import type { ClerkClient as ApiClient, OrganizationInvitation, Page } from '@frontdesk/backend'

/** A group whose methods return arrays where ours return pages. */
export type Listed<Group> = {
  [Name in keyof Group]: Group[Name] extends (...args: infer Args) => Promise<Page<infer Item>>
    ? (...args: Args) => Promise<Item[]>
    : Group[Name]
}

type Groups = Omit<ApiClient, 'authenticateRequest' | 'with'>

export type ListedGroups = Omit<{ [Name in keyof Groups]: Listed<Groups[Name]> }, 'sessions' | 'organizations'> & {
  sessions: Omit<Listed<Groups['sessions']>, 'getToken'> & {
    /** The token of a template, or the session's own. */
    getToken(sessionId: string, template?: string): Promise<string>
  }
  organizations: Listed<Groups['organizations']> & {
    /** @deprecated Use `getOrganizationInvitationList` with `status: ['pending']`. */
    getPendingOrganizationInvitationList(params: {
      organizationId: string
      limit?: number
      offset?: number
    }): Promise<OrganizationInvitation[]>
  }
}

type Method = (...args: unknown[]) => Promise<unknown>

/** The groups of the client that `current` returns at the time of each call. */
export function listedGroups(current: () => ApiClient): ListedGroups {
  const groups: Record<string, Record<string, Method>> = {}
  for (const [name, group] of Object.entries(current())) {
    if (typeof group !== 'object') continue
    const methods: Record<string, Method> = {}
    for (const method of Object.keys(group)) {
      methods[method] = async (...args) => {
        const called = current()[name as keyof ApiClient] as unknown as Record<string, Method> // the same names in each client
        return itemsOf(await called[method]!(...args))
      }
    }
    groups[name] = methods
  }
  const { organizations, sessions } = groups
  const { getOrganizationInvitationList } = organizations!
  const { getToken } = sessions!
  organizations!.getPendingOrganizationInvitationList = (params) =>
    getOrganizationInvitationList!({ ...(params as object), status: ['pending'] })
  sessions!.getToken = async (...args) => ((await getToken!(...args)) as { jwt: string }).jwt
  return groups as unknown as ListedGroups // made of the client's own names
}

const itemsOf = (answer: unknown): unknown =>
  typeof answer === 'object' && answer !== null && 'data' in answer && 'totalCount' in answer ? answer.data : answer
