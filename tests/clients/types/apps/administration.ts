/** The rest of an instance, managed by a script. */
import {
  type AllowlistIdentifier,
  createClerkClient,
  type EmailAddress,
  type Invitation,
  type M2MToken,
  type PhoneNumber,
  type UserJSON,
} from '@clerk/backend'

const clerk = createClerkClient({
  secretKey: process.env.CLERK_SECRET_KEY,
  machineSecretKey: process.env.CLERK_MACHINE_SECRET_KEY,
})

export async function invite(emailAddress: string): Promise<Invitation> {
  const { data } = await clerk.invitations.getInvitationList({ status: 'pending', limit: 10 })
  for (const invitation of data) await clerk.invitations.revokeInvitation(invitation.id)
  return clerk.invitations.createInvitation({
    emailAddress,
    redirectUrl: 'https://app.example.com/welcome',
    publicMetadata: { source: 'script' },
    ignoreExisting: true,
  })
}

export async function addresses(userId: string): Promise<[EmailAddress, PhoneNumber]> {
  const email = await clerk.emailAddresses.createEmailAddress({
    userId,
    emailAddress: 'a@example.com',
    verified: true,
    primary: false,
  })
  await clerk.emailAddresses.updateEmailAddress(email.id, { primary: true })
  const phone = await clerk.phoneNumbers.createPhoneNumber({ userId, phoneNumber: '+15555550100', verified: true })
  const { id, deleted } = await clerk.phoneNumbers.deletePhoneNumber(phone.id)
  console.log(id, deleted, phone.verification?.status)
  return [email, phone]
}

export async function allow(identifier: string): Promise<AllowlistIdentifier[]> {
  await clerk.allowlistIdentifiers.createAllowlistIdentifier({ identifier, notify: false })
  const { data } = await clerk.allowlistIdentifiers.getAllowlistIdentifierList()
  return data
}

export async function machineToken(): Promise<M2MToken> {
  const token = await clerk.m2m.createToken({ secondsUntilExpiration: 60, claims: { purpose: 'sync' } })
  const verified = await clerk.m2m.verify({ token: token.token ?? '' })
  console.log(verified.subject, verified.scopes, verified.expiration)
  return token
}

export async function keys(subject: string): Promise<string | undefined> {
  const key = await clerk.apiKeys.create({ name: 'ci', subject, scopes: ['read'], secondsUntilExpiration: 3600 })
  const { data } = await clerk.apiKeys.list({ subject })
  await clerk.apiKeys.revoke({ apiKeyId: key.id, revocationReason: 'rotated' })
  console.log(data.length)
  return key.secret
}

export async function links(userId: string): Promise<string> {
  const { token } = await clerk.signInTokens.createSignInToken({ userId, expiresInSeconds: 600 })
  const { url } = await clerk.redirectUrls.createRedirectUrl({ url: 'myapp://callback' })
  const testing = await clerk.testingTokens.createTestingToken()
  const { keys } = await clerk.jwks.getJwks()
  const template = await clerk.jwtTemplates.create({ name: 'api', claims: { aud: 'api' }, lifetime: 60 })
  return [token, url, testing.token, keys?.[0]?.kid, template.id].join()
}

export async function organizationsOf(userId: string) {
  const { data } = await clerk.users.getOrganizationMembershipList({ userId })
  for (const { organization, role } of data) {
    await clerk.organizations.updateOrganizationMembership({ organizationId: organization.id, userId, role })
    await clerk.organizations.updateOrganizationMetadata(organization.id, { publicMetadata: { seen: true } })
  }
  const organization = await clerk.organizations.getOrganization({ slug: 'acme' })
  const { data: list } = await clerk.organizations.getOrganizationList({ includeMembersCount: true, orderBy: '-created_at' })
  const client = await clerk.clients.verifyClient('token')
  return [organization.membersCount, list[0]?.slug, client.lastActiveSessionId, organization.imageUrl]
}

export const emailOf = (user: UserJSON): string | undefined =>
  user.email_addresses.find(({ id }) => id === user.primary_email_address_id)?.email_address
