import { type ClerkClient, createClerkClient } from '@frontdesk/backend'

/**
 * The app's client of the Backend API. Uses the embedded server, or CLERK_SECRET_KEY and CLERK_API_URL, from its first call on.
 *
 * @example
 * const { data, totalCount } = await clerkClient.users.getUserList()
 */
export const clerkClient: ClerkClient = createClerkClient()
