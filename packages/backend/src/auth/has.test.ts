import { describe, expect, test } from 'vitest'
import { signedInAuth, signedOutAuth } from './auth-object.js'
import type { HasParams } from './has.js'

const noTokens = async () => ''
const shared = { sub: 'user_1', sid: 'sess_1' }

const version2 = signedInAuth(
  {
    ...shared,
    v: 2,
    fva: [5, -1],
    fea: 'o:memberships,o:billing,u:chat',
    pla: 'o:pro,u:free',
    o: { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read,manage', fpm: '3,2' },
  },
  'token',
  noTokens,
)
const version1 = signedInAuth(
  { ...shared, org_id: 'org_1', org_role: 'org:admin', org_slug: 'acme', org_permissions: ['org:billing:manage'] },
  'token',
  noTokens,
)
const alone = signedInAuth(shared, 'token', noTokens)

describe('the organization in the claims', () => {
  test('the organization in the claims is unpacked from version 2', () => {
    expect(version2).toMatchObject({
      orgId: 'org_1',
      orgRole: 'org:admin',
      orgSlug: 'acme',
      orgPermissions: ['org:memberships:read', 'org:memberships:manage', 'org:billing:manage'],
    })
  })

  test('the organization in the claims is read from version 1', () => {
    expect(version1).toMatchObject({
      orgId: 'org_1',
      orgRole: 'org:admin',
      orgSlug: 'acme',
      orgPermissions: ['org:billing:manage'],
    })
  })
})

describe('has()', () => {
  test.each<[string, HasParams, boolean]>([
    ['a role', { role: 'org:admin' }, true],
    ['a role without its prefix', { role: 'admin' }, true],
    ['another role', { role: 'org:member' }, false],
    ['a permission', { permission: 'org:billing:manage' }, true],
    ['a permission whose bit is not set', { permission: 'org:billing:read' }, false],
    ["the seed's permission", { permission: 'org:admin:testpermission' }, false],
    ['a feature of the organization', { feature: 'o:billing' }, true],
    ['a feature of the user', { feature: 'chat' }, true],
    ['a feature of the user, asked of the organization', { feature: 'org:chat' }, false],
    ['a plan', { plan: 'pro' }, true],
    ['another plan', { plan: 'enterprise' }, false],
    ['a role and a permission', { role: 'org:admin', permission: 'org:billing:manage' }, true],
    ['a role and a permission that is missing', { role: 'org:admin', permission: 'org:billing:read' }, false],
    ['a permission and a plan that is missing', { permission: 'org:billing:manage', plan: 'enterprise' }, false],
    ['a fresh first factor', { reverification: { level: 'first_factor', afterMinutes: 10 } }, true],
    ['a first factor that is too old', { reverification: { level: 'first_factor', afterMinutes: 5 } }, false],
    ['a preset, by the first factor where there is no second', { reverification: 'strict' }, true],
    ['a preset that does not exist', { reverification: 'constructor' as never }, false],
    ['a fresh factor but a role that is missing', { reverification: 'lax', role: 'org:member' }, false],
    ['nothing', {}, false],
  ])('has() answers for %s', (_, params, expected) => {
    expect(version2.has(params)).toBe(expected)
  })

  test.each(['junk', '', 'o:', ':billing'])('has() grants nothing from a list with the item %j, which can’t be read', (item) => {
    const organization = { id: 'org_1', slg: 'acme', rol: 'admin', per: 'read', fpm: '1' }
    for (const list of [`o:billing,${item}`, `${item},o:billing`]) {
      const auth = signedInAuth({ ...shared, v: 2, fea: list, pla: list, o: organization }, 'token', noTokens)
      expect([auth.has({ feature: 'billing' }), auth.has({ plan: 'o:billing' }), auth.orgPermissions]).toEqual([false, false, []])
      expect(auth.has({ role: 'org:admin' })).toBe(true)
    }
  })

  test('has() passes over an item of a scope that it does not know', () => {
    const auth = signedInAuth({ ...shared, v: 2, fea: 'x:search,u:chat' }, 'token', noTokens)
    expect([auth.has({ feature: 'chat' }), auth.has({ feature: 'search' })]).toEqual([true, false])
  })

  test('has() grants nothing without an organization or a user', () => {
    expect(alone.has({ role: 'org:admin' })).toBe(false)
    expect(alone.has({ permission: 'org:billing:manage' })).toBe(false)
    expect(signedOutAuth('').has({ role: 'org:admin' })).toBe(false)
  })
})

test('the auth object turns into JSON as data alone', () => {
  expect(Object.keys(JSON.parse(JSON.stringify(version2)))).not.toContain('has')
  expect(JSON.parse(JSON.stringify(signedOutAuth('x')))).toMatchObject({ isAuthenticated: false, userId: null })
})
