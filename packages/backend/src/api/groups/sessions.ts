import type { JwksJSON } from '../../json/served.js'
import type {
  ClientListParams,
  CreateSessionParams,
  CreateSignInTokenParams,
  GetHandshakePayloadParams,
  RefreshTokenParams,
  SessionListParams,
  UpdateSignUpParams,
} from '../parameters.js'
import type {
  ActorToken,
  AgentTask,
  Client,
  Cookies,
  Session,
  SignInToken,
  SignUpAttempt,
  TestingToken,
  Token,
} from '../resources.js'
import type { Page } from './paging.js'

export interface SessionAPI {
  getSessionList(params?: SessionListParams): Promise<Page<Session>>
  getSession(sessionId: string): Promise<Session>
  createSession(params: CreateSessionParams): Promise<Session>
  revokeSession(sessionId: string): Promise<Session>
  verifySession(sessionId: string, token: string): Promise<Session>
  refreshSession(sessionId: string, params: RefreshTokenParams & { format: 'cookie' }): Promise<Cookies>
  refreshSession(sessionId: string, params: RefreshTokenParams): Promise<Token>
  /** A new session token, or one from a template; `expiresInSeconds` overrides its 60 seconds. */
  getToken(sessionId: string, template?: string, expiresInSeconds?: number): Promise<Token>
  /** As `getToken` with a template. Only in Frontdesk. */
  createTokenFromTemplate(
    sessionId: string,
    template: string,
    params?: { expiresInSeconds?: number | null | undefined },
  ): Promise<Token>
}

export interface ClientAPI {
  getClientList(params?: ClientListParams): Promise<Page<Client>>
  getClient(clientId: string): Promise<Client>
  /** The client of its session's token. */
  verifyClient(token: string): Promise<Client>
  getHandshakePayload(params: GetHandshakePayloadParams): Promise<{ directives: string[] }>
}

export interface SignInTokenAPI {
  createSignInToken(params: CreateSignInTokenParams): Promise<SignInToken>
  revokeSignInToken(signInTokenId: string): Promise<SignInToken>
}

export interface ActorTokenAPI {
  create(params: {
    userId: string
    /** Who acts for the user; it becomes the token's `act`. */
    actor: { sub: string; [claim: string]: unknown }
    expiresInSeconds?: number | undefined
    sessionMaxDurationInSeconds?: number | undefined
  }): Promise<ActorToken>
  revoke(actorTokenId: string): Promise<ActorToken>
}

export interface AgentTaskAPI {
  create(params: {
    onBehalfOf: { userId: string; identifier?: never } | { identifier: string; userId?: never }
    permissions: string
    agentName: string
    taskDescription: string
    redirectUrl: string
    sessionMaxDurationInSeconds?: number | undefined
  }): Promise<AgentTask>
  revoke(agentTaskId: string): Promise<Omit<AgentTask, 'url'>>
}

export interface SignUpAPI {
  get(signUpAttemptId: string): Promise<SignUpAttempt>
  update(params: UpdateSignUpParams & { signUpAttemptId: string }): Promise<SignUpAttempt>
}

export interface TestingTokenAPI {
  createTestingToken(): Promise<TestingToken>
}

export interface JwksAPI {
  getJwks(): Promise<JwksJSON>
}
