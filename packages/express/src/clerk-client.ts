import { type ClerkClient, createClerkClient } from '@frontdesk/backend'

/**
 * The app's client of the Backend API: it finds the embedded server, or reads CLERK_SECRET_KEY and CLERK_API_URL, at its first call.
 *
 * @example
 * const { data, totalCount } = await clerkClient.users.getUserList()
 */
export const clerkClient: ClerkClient = createClerkClient()
