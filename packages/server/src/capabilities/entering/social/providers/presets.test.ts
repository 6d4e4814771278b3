import { knownProviders } from '@frontdesk/contract'
import { expect, test } from 'vitest'
import type { ExternalProfile, ProfileSources } from '../provider.js'
import { ofTenant, presets } from './presets.js'
import { profileByPaths } from './profiles.js'

const sources = (given: Partial<ProfileSources>): ProfileSources => ({
  idToken: null,
  userinfo: null,
  token: {},
  extra: {},
  callback: {},
  ...given,
})

const ann = 'ann@example.com'
const oidc = {
  sub: '90210',
  email: ann,
  email_verified: true,
  given_name: 'Ann',
  family_name: 'Lee',
  picture: 'https://cdn.example/a.png',
}
const standard = { subject: '90210', emailAddress: ann, emailVerified: true, firstName: 'Ann', lastName: 'Lee' }
const linkedin = [{ idToken: { sub: '90210' }, userinfo: oidc }, standard] as const
const x = [
  { userinfo: { data: { id: '2244994945', name: 'Ann Lee', username: 'ann', profile_image_url: 'https://pbs.example/a.jpg' } } },
  { subject: '2244994945', emailAddress: null, firstName: 'Ann', lastName: 'Lee', username: 'ann' },
] as const

/** An answer as each provider documents it, and who that is. */
const examples: Record<(typeof knownProviders)[number], readonly [Partial<ProfileSources>, Partial<ExternalProfile>]> = {
  apple: [
    {
      idToken: { sub: '001234.abc.0456', email: 'x@privaterelay.appleid.com', email_verified: 'true' },
      callback: { user: JSON.stringify({ name: { firstName: 'Ann', lastName: 'Lee' }, email: 'x@privaterelay.appleid.com' }) },
    },
    {
      subject: '001234.abc.0456',
      emailAddress: 'x@privaterelay.appleid.com',
      emailVerified: true,
      firstName: 'Ann',
      lastName: 'Lee',
    },
  ],
  atlassian: [
    { userinfo: { account_id: '5b10', email: ann, name: 'Ann van Lee', picture: 'https://avatar.example/a' } },
    { subject: '5b10', emailAddress: ann, emailVerified: false, firstName: 'Ann', lastName: 'van Lee' },
  ],
  bitbucket: [
    {
      userinfo: { uuid: '{c788}', username: 'ann', display_name: 'Ann Lee', links: { avatar: { href: 'https://bb.example/a' } } },
      extra: {
        emails: {
          values: [
            { email: 'b@x.example', is_primary: false, is_confirmed: true },
            { email: ann, is_primary: true, is_confirmed: true },
          ],
        },
      },
    },
    { subject: '{c788}', emailAddress: ann, emailVerified: true, username: 'ann', imageUrl: 'https://bb.example/a' },
  ],
  box: [
    { userinfo: { type: 'user', id: '11446498', name: 'Ann Lee', login: ann } },
    { subject: '11446498', emailAddress: ann, emailVerified: false, firstName: 'Ann' },
  ],
  coinbase: [
    { userinfo: { data: { id: '9da7', name: 'Ann Lee', username: 'ann', email: ann, avatar_url: 'https://cb.example/a' } } },
    { subject: '9da7', emailAddress: ann, emailVerified: false, username: 'ann' },
  ],
  discord: [
    { userinfo: { id: '80351110', username: 'ann', global_name: 'Ann Lee', avatar: '8342', verified: true, email: ann } },
    {
      subject: '80351110',
      emailAddress: ann,
      emailVerified: true,
      imageUrl: 'https://cdn.discordapp.com/avatars/80351110/8342.png?size=512',
    },
  ],
  dropbox: [
    { userinfo: { account_id: 'dbid:AAH4', name: { given_name: 'Ann', surname: 'Lee' }, email: ann, email_verified: true } },
    { subject: 'dbid:AAH4', emailAddress: ann, emailVerified: true, lastName: 'Lee' },
  ],
  enstall: [{ idToken: oidc }, standard],
  expressen: [{ idToken: oidc }, standard],
  facebook: [
    {
      userinfo: {
        id: '1020',
        email: ann,
        first_name: 'Ann',
        last_name: 'Lee',
        picture: { data: { url: 'https://fb.example/a' } },
      },
    },
    { subject: '1020', emailAddress: ann, emailVerified: false, imageUrl: 'https://fb.example/a' },
  ],
  github: [
    {
      userinfo: { id: 583231, login: 'ann', name: 'Ann Lee', email: 'shown@x.example', avatar_url: 'https://gh.example/a' },
      extra: {
        emails: [
          { email: 'shown@x.example', primary: false, verified: false },
          { email: ann, primary: true, verified: true },
        ],
      },
    },
    { subject: '583231', emailAddress: ann, emailVerified: true, username: 'ann' },
  ],
  gitlab: [{ idToken: { sub: '90210' }, userinfo: oidc }, standard],
  google: [{ idToken: oidc }, { ...standard, imageUrl: 'https://cdn.example/a.png' }],
  hubspot: [
    { userinfo: { user: ann, user_id: 123, hub_id: 62515, hub_domain: 'demo.example' } },
    { subject: '123', emailAddress: ann, emailVerified: false },
  ],
  huggingface: [{ idToken: { sub: '90210' }, userinfo: oidc }, standard],
  instagram: [
    { userinfo: { user_id: '17841400008460056', username: 'ann', name: 'Ann Lee' } },
    { subject: '17841400008460056', emailAddress: null, username: 'ann' },
  ],
  line: [
    { userinfo: { sub: 'U1234', name: 'Ann', picture: 'https://line.example/a' } },
    { subject: 'U1234', emailAddress: null, firstName: 'Ann' },
  ],
  linear: [
    { userinfo: { data: { viewer: { id: '5f3c', name: 'Ann Lee', displayName: 'ann', email: ann, avatarUrl: null } } } },
    { subject: '5f3c', emailAddress: ann, emailVerified: false, username: 'ann' },
  ],
  linkedin,
  linkedin_oidc: linkedin,
  microsoft: [
    { idToken: { sub: 'AAAA', tid: 'f0a1', email: ann, name: 'Ann Lee', given_name: 'Ann', preferred_username: ann } },
    { subject: 'AAAA', emailAddress: ann, emailVerified: false, firstName: 'Ann', username: null },
  ],
  notion: [
    {
      token: {
        bot_id: 'b1',
        owner: { type: 'user', user: { id: '6794', name: 'Ann Lee', avatar_url: null, person: { email: ann } } },
      },
    },
    { subject: '6794', emailAddress: ann, emailVerified: false, firstName: 'Ann' },
  ],
  slack: [{ idToken: oidc }, standard],
  spotify: [
    { userinfo: { id: 'smedjan', display_name: 'Ann Lee', email: ann, images: [{ url: 'https://sp.example/a', height: 300 }] } },
    { subject: 'smedjan', emailAddress: ann, emailVerified: false, imageUrl: 'https://sp.example/a' },
  ],
  tiktok: [
    {
      userinfo: {
        data: { user: { open_id: '723f', display_name: 'Ann', avatar_url: 'https://tt.example/a' } },
        error: { code: 'ok' },
      },
    },
    { subject: '723f', emailAddress: null, firstName: 'Ann' },
  ],
  twitch: [
    {
      userinfo: {
        sub: '713936733',
        email: ann,
        email_verified: true,
        preferred_username: 'Ann',
        picture: 'https://tw.example/a',
      },
    },
    { subject: '713936733', emailAddress: ann, emailVerified: true, username: 'Ann' },
  ],
  twitter: x,
  x,
  xero: [
    {
      idToken: { sub: '90210', email: ann, given_name: 'Ann', family_name: 'Lee', preferred_username: ann, xero_userid: '7e00' },
    },
    { ...standard, emailVerified: false },
  ],
}

test.each(Object.entries(examples))('a person of %s is who the answer says', (provider, [answer, person]) => {
  expect(presets[provider as keyof typeof examples].profileOf(sources(answer))).toMatchObject(person)
})

test.each(knownProviders)(
  '%s says that an address is verified only if the table does, and tells of nobody by nothing',
  (provider) => {
    const { profileOf, verifiedBy, givesEmail } = presets[provider]
    expect(profileOf(sources({})).subject).toBe('')
    const { emailVerified, emailAddress } = profileOf(sources(examples[provider][0]))
    expect(emailAddress !== null).toBe(givesEmail)
    expect(emailVerified).toBe(verifiedBy !== null && provider !== 'microsoft')
  },
)

test.each(['google', 'gitlab', 'slack', 'discord', 'dropbox', 'github', 'bitbucket', 'twitch', 'linkedin_oidc'] as const)(
  'attack: of %s the text "false" is no verified address',
  (provider) => {
    const [answer] = examples[provider]
    const lying = JSON.parse(
      JSON.stringify(answer).replaceAll(/"(email_verified|verified|is_confirmed)":true/g, '"$1":"false"'),
    ) as typeof answer
    expect(presets[provider].profileOf(sources(lying)).emailVerified).toBe(false)
  },
)

test('attack: an address that a directory of Microsoft claims is verified only where it owns the domain', () => {
  const verified = (claims: object) =>
    presets.microsoft.profileOf(sources({ idToken: { sub: 'AAAA', tid: 'f0a1', email: ann, ...claims } })).emailVerified
  expect(verified({ email_verified: true, verified_primary_email: [ann] })).toBe(false)
  expect(verified({ xms_edov: 'false' })).toBe(false)
  expect(verified({ xms_edov: true })).toBe(true)
  expect(verified({ tid: '9188040d-6c67-4c5b-b112-36a304b66dad' })).toBe(true)
})

test('attack: a directory of Microsoft that the tenant does not take has no issuer', () => {
  const personal = '9188040d-6c67-4c5b-b112-36a304b66dad'
  const other = 'f0a1b2c3-0000-4000-8000-000000000001'
  const issuerOf = (tenant: string, tid: unknown) => ofTenant(presets.microsoft, tenant).quirks!.issuerOf!({ tid })
  expect(issuerOf('common', other)).toBe(`https://login.microsoftonline.com/${other}/v2.0`)
  expect(issuerOf('organizations', personal)).toBe('https://login.microsoftonline.com/none/v2.0')
  expect(issuerOf('consumers', other)).toBe('https://login.microsoftonline.com/none/v2.0')
  expect(issuerOf(personal, other)).toBe('https://login.microsoftonline.com/none/v2.0')
  expect(issuerOf('common', 'evil/../x')).toBe('https://login.microsoftonline.com/none/v2.0')
})

test('a provider of the operator is read by the paths that they give, else by the usual claims', () => {
  const answer = sources({ userinfo: { user: { key: 7, mail: ann, ok: true }, id: 'other' } })
  const paths = { subject: 'user.key', email: 'user.mail', email_verified: 'user.ok' }
  expect(profileByPaths(paths)(answer)).toMatchObject({ subject: '7', emailAddress: ann, emailVerified: true })
  expect(profileByPaths({ subject: 'user.nothing' })(answer).subject).toBe('')
  expect(profileByPaths({})(answer).subject).toBe('other')
})

test('addresses of providers are https, and each row says how its client proves itself', () => {
  for (const { authorizationEndpoint, tokenEndpoint, userinfoEndpoint, jwksUri, issuer, kind, name } of Object.values(presets)) {
    for (const address of [authorizationEndpoint, tokenEndpoint, userinfoEndpoint, jwksUri, issuer])
      if (address) expect(address).toMatch(/^https:\/\//)
    if (kind === 'oidc' && authorizationEndpoint) expect([name, issuer, jwksUri]).not.toContain(undefined)
  }
})
