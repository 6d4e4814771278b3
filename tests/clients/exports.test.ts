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

test.each(['import', 'require'] as const)(
  'every export of @clerk/clerk-sdk-node 5 is in ours for %s, of the same kind',
  (how) => {
    expect(kindsOf(ours, '@frontdesk/clerk-sdk-node', how)).toMatchObject(kindsOf(clerks, 'clerk-sdk-node-5', how))
  },
)

test('every type of @clerk/clerk-sdk-node 5 is in ours', () => {
  const given = typesOf(ours, '@frontdesk/clerk-sdk-node')
  expect(typesOf(clerks, 'clerk-sdk-node-5').filter((name) => !given.includes(name))).toEqual([])
})

/** Version 4 shows what it is made of: the classes of its resources, which are types in ours, and the parts of its way to authenticate. */
const insides4 = [
  /^[A-Z](?!lerk(Express.*)?$)/,
  /^(buildRequestUrl|constants|create(AuthenticateRe|IsomorphicRe)quest|debugRequestState|deserialize|loadInterstitialFromLocal)$/,
  /^(makeAuthObjectSerializable|prunePrivateMetadata|redirect|sanitizeAuthObject|signed(In|Out)AuthObject)$/,
]
const typesOfInsides4 = [
  ...['AuthStatus', 'CreateAuthenticateRequestOptions', 'IdentificationLink', 'ObjectType', 'OptionalVerifyTokenOptions'],
  ...['RequiredVerifyTokenOptions', 'SignInStatus', 'SignUpAttributeRequirements', 'SignUpStatus', 'SignedInAuthObjectOptions'],
  'Verification',
]

test.each(['import', 'require'] as const)('every export of @clerk/clerk-sdk-node 4 that apps call is in ours for %s', (how) => {
  const theirs = Object.entries(kindsOf(clerks, 'clerk-sdk-node-4', how))
  const called = theirs.filter(([name]) => !insides4.some((inside) => inside.test(name)))
  expect(called.length).toBeGreaterThan(25)
  expect(kindsOf(ours, '@frontdesk/clerk-sdk-node-4', how)).toMatchObject(Object.fromEntries(called))
})

test('every type of @clerk/clerk-sdk-node 4 is in ours, but for those of its insides', () => {
  const given = typesOf(ours, '@frontdesk/clerk-sdk-node-4')
  expect(
    typesOf(clerks, 'clerk-sdk-node-4')
      .filter((name) => !given.includes(name))
      .toSorted(),
  ).toEqual(typesOfInsides4.toSorted())
})

test('every type that servers use of @clerk/express/types is in ours', () => {
  expect(typesOf(clerks, '@clerk/express/types')).toEqual(expect.arrayContaining(typesForServers))
  expect(typesOf(ours, '@frontdesk/express/types')).toEqual(expect.arrayContaining(typesForServers))
})

test.each(['backend', 'express'])('the package.json of @frontdesk/%s can be read', (name) => {
  expect(createRequire(join(ours, 'app.js'))(`@frontdesk/${name}/package.json`).name).toBe(`@frontdesk/${name}`)
})
