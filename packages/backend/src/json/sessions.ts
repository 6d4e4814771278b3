import type { Metadata, ResourceJSON, TimedJSON, VerificationJSON } from './resource.js'
import type { SessionJSON } from './served.js'
import type { UserJSON } from './users.js'

export interface SessionWebhookEventJSON extends SessionJSON {
  user: UserJSON | null
}

/** Signs an actor in as the user for whom they act. */
export interface ActorTokenJSON extends ResourceJSON<'actor_token'>, TimedJSON {
  status: 'pending' | 'accepted' | 'revoked'
  user_id: string
  actor: Metadata | null
  token?: string | null
  url?: string | null
}

export interface AgentTaskJSON {
  object: 'agent_task'
  id?: string
  agent_id: string
  agent_task_id: string
  task_id: string
  url: string
}

export interface SignInJSON extends ResourceJSON<string> {
  status: string
  identifier: string
  created_session_id: string | null
}

export interface SignUpVerificationJSON {
  next_action: string
  supported_strategies: string[]
}

export interface SignUpVerificationsJSON {
  email_address: SignUpVerificationJSON | null
  phone_number: SignUpVerificationJSON | null
  web3_wallet: SignUpVerificationJSON | null
  external_account: VerificationJSON | null
}

export interface SignUpJSON extends ResourceJSON<'sign_up_attempt'> {
  status: 'missing_requirements' | 'complete' | 'abandoned'
  required_fields: string[]
  optional_fields: string[]
  missing_fields: string[]
  unverified_fields: string[]
  verifications: SignUpVerificationsJSON
  username: string | null
  email_address: string | null
  phone_number: string | null
  web3_wallet: string | null
  password_enabled: boolean
  first_name: string | null
  last_name: string | null
  public_metadata?: Metadata | null
  unsafe_metadata?: Metadata | null
  custom_action: boolean
  external_id: string | null
  created_session_id: string | null
  created_user_id: string | null
  abandon_at: number | null
  legal_accepted_at: number | null
  external_account?: object | null
}
