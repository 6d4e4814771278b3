/** Every entry and exported name of Clerk's packages is there in ours, and of the same kind. Left out are `/internal`, which is for Clerk's
 * own packages, and the types of browsers' objects. */
import { mkdirSync, symlinkSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { fromRoot, kindsOf, typesOf } from '../packaging/exported-names.js'
import { installSdk, pack } from '../packaging/packed.js'

const clerks = fromRoot('tests/clients')
const ours = installSdk(pack())
mkdirSync(join(ours, 'node_modules/@types'))
for (const name of ['express', 'node'])
  symlinkSync(fromRoot(`node_modules/@types/${name}`), join(ours, 'node_modules/@types', name))

const entries = ['backend', 'backend/errors', 'backend/jwt', 'backend/proxy', 'backend/webhooks', 'express', 'express/webhooks']

describe.each(['import', 'require'] as const)('what %s() gives', (how) => {
  test.each(entries)('every export of @clerk/%s is in ours, of the same kind', (entry) => {
    const given = kindsOf(ours, `@frontdesk/${entry}`, how)
    expect(given).toMatchObject(kindsOf(clerks, `@clerk/${entry}`, how))
  })
})

test.each(entries)('every type of @clerk/%s is in ours', (entry) => {
  const given = typesOf(ours, `@frontdesk/${entry}`)
  expect(typesOf(clerks, `@clerk/${entry}`).filter((name) => !given.includes(name))).toEqual([])
})

/** Clerk's entry has every type of its browser SDK; these are what servers use of it. */
const typesForServers = [
  'ActClaim',
  'AuthenticateRequestParams',
  'ClerkAPIError',
  'ClerkAPIResponseError',
  'ClerkMiddlewareOptions',
  'ExpressRequestWithAuth',
  'Jwt',
  'JwtHeader',
  'JwtPayload',
  'OrganizationCustomPermissionKey',
  'OrganizationCustomRoleKey',
  'PendingSessionOptions',
  'ReverificationConfig',
  'SessionStatusClaim',
  'SessionVerificationLevel',
  'VersionedJwtPayload',
]

test('every type that servers use of @clerk/express/types is in ours', () => {
  expect(typesOf(clerks, '@clerk/express/types')).toEqual(expect.arrayContaining(typesForServers))
  expect(typesOf(ours, '@frontdesk/express/types')).toEqual(expect.arrayContaining(typesForServers))
})

test.each(['backend', 'express'])('the package.json of @frontdesk/%s can be read', (name) => {
  expect(createRequire(join(ours, 'app.js'))(`@frontdesk/${name}/package.json`).name).toBe(`@frontdesk/${name}`)
})
