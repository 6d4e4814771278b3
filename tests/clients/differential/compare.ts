/** What an app can see of a decision, flattened to named texts, so that two decisions differ in a list of names. */
import type { Call } from './peer.js'

/** A request state of either SDK, as far as it is looked at. */
export interface State {
  headers: Headers
  toAuth(options?: { treatPendingAsSignedOut?: boolean }): object | null
}

/** Everything by name: `status`, `header set-cookie`, `auth.orgId`, `auth.has({"role":"org:admin"})` … */
export type Answer = Record<string, string>

export interface Difference {
  field: string
  clerk: string | undefined
  frontdesk: string | undefined
}

/** What `has()` is asked of every auth object. */
const questions: object[] = [
  {},
  { role: 'org:admin' },
  { role: 'admin' },
  { role: 'org:member' },
  { role: '' },
  { permission: 'org:invoices:read' },
  { permission: 'invoices:read' },
  { permission: 'org:memberships:manage' },
  { permission: 'org:a:read' },
  { permission: 'org:b:read' },
  { feature: 'billing' },
  { feature: 'o:billing' },
  { feature: 'org:billing' },
  { feature: 'u:billing' },
  { feature: 'chat' },
  { feature: 'user:chat' },
  { feature: 'search' },
  { plan: 'pro' },
  { plan: 'o:pro' },
  { plan: 'u:free' },
  { reverification: 'strict' },
  { reverification: 'strict_mfa' },
  { reverification: 'moderate' },
  { reverification: 'lax' },
  { reverification: 'nonsense' },
  { reverification: { level: 'first_factor', afterMinutes: 10 } },
  { reverification: { level: 'second_factor', afterMinutes: 1 } },
  { reverification: { level: 'multi_factor', afterMinutes: 10_000 } },
  { role: 'org:admin', feature: 'billing' },
  { role: 'org:admin', permission: 'org:memberships:read' },
  { role: 'org:admin', plan: 'enterprise' },
  { feature: 'chat', reverification: 'moderate' },
]

export async function answerOf(state: State, calls: Call[]): Promise<Answer> {
  const { headers, toAuth, ...members } = state
  const auth = toAuth()
  const isPending = (auth as { sessionStatus?: unknown } | null)?.sessionStatus === 'pending' // machines have none
  return {
    ...named('', members),
    ...headersOf(headers),
    ...(await authOf('auth', auth)),
    ...(isPending ? await authOf('auth, pending too', toAuth({ treatPendingAsSignedOut: false })) : {}),
    ...callsOf(calls),
  }
}

/** For a decision that ended in an error. */
export const thrown = (calls: Call[]): Answer => ({ throws: 'true', ...callsOf(calls) })

export function headersOf(headers: Headers): Answer {
  const answer: Answer = {}
  for (const [name, value] of headers) if (name !== 'set-cookie' && name !== 'location') answer[`header ${name}`] = value
  const cookies = headers.getSetCookie()
  if (cookies.length > 0) answer['header set-cookie'] = text(cookies)
  const location = headers.get('location')
  return location === null ? answer : { ...answer, ...locationOf(location) }
}

/** The query's members in any order. */
function locationOf(location: string): Answer {
  if (!URL.canParse(location, 'http://relative')) return { 'header location': location }
  const { origin, pathname, searchParams, hash } = new URL(location, 'http://relative')
  searchParams.sort()
  return {
    'header location': `${origin}${pathname}${hash}`,
    ...Object.fromEntries([...searchParams].map(([name, value]) => [`location ?${name}`, value])),
  }
}

type Has = (params: object) => unknown

export async function authOf(prefix: string, auth: object | null): Promise<Answer> {
  if (auth === null) return { [prefix]: 'null' }
  const { has, getToken, debug, ...members } = auth as { has: Has; getToken(): Promise<unknown>; debug(): object } // every auth object has them
  return {
    ...named(`${prefix}.`, members),
    ...Object.fromEntries(questions.map((question) => [`${prefix}.has(${text(question)})`, text(has(question))])),
    [`${prefix}.getToken()`]: text(await getToken()),
    [`${prefix}.debug() has`]: Object.keys(debug()).sort().join(' '),
  }
}

/** The lines and bodies of what was asked of the API; the headers that a refresh forwards are a field of their own. */
export function callsOf(calls: Call[]): Answer {
  return Object.fromEntries(
    calls.flatMap(({ line, body }, at) => {
      const { request_headers, ...rest } = (body ?? {}) as Record<string, unknown> // JSON of a call
      return [
        [`call ${at + 1}`, `${line} ${text(rest)}`],
        ...(request_headers
          ? [
              [
                `call ${at + 1} forwards`,
                Object.keys(request_headers as object)
                  .sort()
                  .join(' '),
              ],
            ]
          : []),
      ]
    }),
  )
}

/** Values as text, with the members of objects in one order; what is undefined is told from what is absent. */
function named(prefix: string, members: object): Answer {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]) => (typeof value === 'function' ? [] : [[`${prefix}${name}`, text(value)]])),
  )
}

const text = (value: unknown): string => JSON.stringify(value, sorted) ?? String(value)
const sorted = (_: string, value: unknown) =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).sort()) : value

export function differences(clerk: Answer, frontdesk: Answer): Difference[] {
  const fields = new Set([...Object.keys(clerk), ...Object.keys(frontdesk)])
  return [...fields]
    .filter((field) => clerk[field] !== frontdesk[field])
    .map((field) => ({ field, clerk: clerk[field], frontdesk: frontdesk[field] }))
}
