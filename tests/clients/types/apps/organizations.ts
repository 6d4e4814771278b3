/** Organizations and who belongs to them. */
import { clerkClient, type Organization, type OrganizationMembership } from '@clerk/express'

export async function found(name: string, createdBy: string): Promise<Organization> {
  const organization = await clerkClient.organizations.createOrganization({ name, createdBy, publicMetadata: { size: 'small' } })
  await clerkClient.organizations.createOrganizationInvitation({
    organizationId: organization.id,
    inviterUserId: createdBy,
    emailAddress: 'grace@example.com',
    role: 'org:member',
    redirectUrl: 'https://app.example.com/accept',
  })
  return clerkClient.organizations.updateOrganization(organization.id, { maxAllowedMemberships: 10 })
}

export async function members(organizationId: string): Promise<OrganizationMembership[]> {
  const { data, totalCount } = await clerkClient.organizations.getOrganizationMembershipList({ organizationId, limit: 20 })
  console.log(totalCount, data[0]?.role, data[0]?.publicUserData?.userId, data[0]?.organization.name)
  return data
}
