import { describe, expect, test } from 'vitest'
import { decide, destination, outcome, page } from '../testing/decide.js'
import { now, token } from '../testing/desk.js'
import { organizationMatcher } from './organization-sync.js'

const organizationSyncOptions = {
  organizationPatterns: ['/orgs/:slug', '/orgs/:slug/(.*)', '/by-id/:id', '/teams/:team'],
  personalAccountPatterns: ['/me', '/me/(.*)'],
}
const options = { organizationSyncOptions }
const inAcme = token({ o: { id: 'org_1', slg: 'acme', rol: 'admin' } })
const inNone = token()

const visit = (target: string, session: string, more: object = {}) =>
  decide({ target, headers: page, cookies: { __session: session, __client_uat: String(now - 100), ...more }, options })

describe('a page whose address names', () => {
  test.each([
    ['the active organization', '/orgs/acme', inAcme],
    ['the active organization, with more behind it', '/orgs/acme/settings/members?tab=1', inAcme],
    ['the active organization by its id', '/by-id/org_1', inAcme],
    ['no organization', '/about', inAcme],
    ['something else by a parameter', '/teams/red', inAcme],
    ['the personal account, which is active', '/me', inNone],
  ])('a page that names %s is answered at once', async (_, target, session) => {
    expect(outcome(await visit(target, session))).toBe('signed-in')
  })

  test.each([
    ['another organization', '/orgs/other/settings', inAcme, 'other'],
    ['another organization by its id', '/by-id/org_2', inAcme, 'org_2'],
    ['an organization while none is active', '/orgs/acme', inNone, 'acme'],
    ['the personal account while an organization is active', '/me/settings', inAcme, ''],
  ])('a page that names %s is redirected to a handshake, which activates it', async (_, target, session, named) => {
    const decision = await visit(target, session)
    expect(outcome(decision)).toBe('handshake: active-organization-mismatch')
    expect(destination(decision)?.query).toMatchObject({
      organization_id: named,
      __clerk_hs_reason: 'active-organization-mismatch',
      redirect_url: `http://app.example${target}`,
    })
  })
})

test('a handshake for another reason asks for the organization as well', async () => {
  const decision = await decide({
    target: '/orgs/acme',
    headers: page,
    cookies: { __client_uat: String(now - 100) },
    options,
  })
  expect(destination(decision)?.query).toMatchObject({
    organization_id: 'acme',
    __clerk_hs_reason: 'client-uat-but-no-session-token',
  })
})

test('a script is answered with the organization that is active', async () => {
  const decision = await decide({
    target: '/orgs/other',
    cookies: { __session: inAcme, __client_uat: String(now - 100) },
    options,
  })
  expect(outcome(decision)).toBe('signed-in')
  expect(decision.auth()).toMatchObject({ orgId: 'org_1' })
})

test('an organization that cannot be activated costs two redirects and signs nobody out', async () => {
  const decision = await visit('/orgs/nobodys', inAcme, { __clerk_redirect_count: '2' })
  expect(outcome(decision)).toBe('signed-in')
  expect(decision.auth()).toMatchObject({ userId: 'user_1', orgId: 'org_1' })
  expect(decision.headers).toEqual([])
})

test('a session with tasks left is not switched', async () => {
  expect(outcome(await visit('/orgs/acme', token({ sts: 'pending' })))).toBe('signed-in')
})

describe('patterns', () => {
  const at = (path: string) => organizationMatcher(organizationSyncOptions)?.(path)

  test.each([
    ['/orgs/acme', { slug: 'acme' }],
    ['/orgs/acme/', { slug: 'acme' }],
    ['/by-id/org_1', { id: 'org_1' }],
    ['/me/a/b', 'personal-account'],
    ['/orgs', null],
    ['/orgs/', null],
    ['/elsewhere/orgs/acme', null],
  ])('organization patterns: the path %s names %j', (path, target) => {
    expect(at(path)).toEqual(target)
  })

  test('without organization patterns there is no matcher', () => {
    expect(organizationMatcher()).toBeNull()
    expect(organizationMatcher({})).toBeNull()
  })

  test('an invalid organization pattern is refused, with the pattern in the message', () => {
    expect(() => organizationMatcher({ organizationPatterns: ['/orgs/:slug', '/orgs/('] })).toThrow(/"\/orgs\/\(".*none/)
  })
})
