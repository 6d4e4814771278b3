/** Sessions, tokens and clients. */
import { createClerkClient, type Session } from '@clerk/backend'

const clerk = createClerkClient({ secretKey: 'sk_test_1', publishableKey: 'pk_test_1', apiUrl: 'https://auth.example.com/api' })

export async function endEverywhere(userId: string): Promise<Session[]> {
  const { data } = await clerk.sessions.getSessionList({ userId, status: 'active' })
  return Promise.all(data.map((session) => clerk.sessions.revokeSession(session.id)))
}

export async function tokenFor(sessionId: string): Promise<string> {
  const session = await clerk.sessions.getSession(sessionId)
  const ends: number = session.expireAt
  const { jwt } = await clerk.sessions.getToken(session.id, 'template')
  console.log(ends, session.status, session.lastActiveAt, session.userId)
  return jwt
}
