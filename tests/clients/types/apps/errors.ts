/** What went wrong, for people. */

import { ClerkAPIResponseError, isClerkAPIResponseError } from '@clerk/backend/errors'
import { clerkClient } from '@clerk/express'

export async function rename(userId: string, username: string): Promise<string | null> {
  try {
    await clerkClient.users.updateUser(userId, { username })
    return null
  } catch (error) {
    if (!isClerkAPIResponseError(error)) throw error
    const [first] = error.errors
    const parameter: string | undefined = first?.meta?.paramName
    const wait: number | undefined = error.retryAfter
    if (first?.code === 'form_identifier_exists') return `${parameter} is taken`
    return `${first?.longMessage ?? error.message} (${error.status}, ${error.clerkTraceId}, ${wait})`
  }
}

export const isRefusal = (error: unknown): boolean => error instanceof ClerkAPIResponseError && error.status === 422
