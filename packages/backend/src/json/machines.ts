import type { Metadata, ResourceJSON, TimedJSON } from './resource.js'

export interface MachineJSON extends ResourceJSON<'machine'>, TimedJSON {
  name: string
  instance_id: string
  /** Seconds. */
  default_token_ttl: number
  /** The machines whose tokens it may receive. */
  scoped_machines: MachineJSON[]
  secret_key?: string
}

export interface MachineScopeJSON {
  object: 'machine_scope'
  from_machine_id: string
  to_machine_id: string
  created_at?: number
  deleted?: boolean
}

export interface MachineSecretKeyJSON {
  object: 'machine_secret_key'
  secret: string
}

/** Common members of tokens of machines and apps. */
interface RevocableJSON extends TimedJSON {
  subject: string
  scopes: string[]
  revoked: boolean
  revocation_reason: string | null
  expired: boolean
  /** When it expires; null if never. */
  expiration: number | null
}

export interface M2MTokenJSON extends ResourceJSON<'machine_to_machine_token'>, RevocableJSON {
  /** Present when it was just made. */
  token?: string
  claims: Metadata | null
}

export interface APIKeyJSON extends ResourceJSON<'api_key'>, RevocableJSON {
  type: string
  name: string
  /** Present when it was just made. */
  secret?: string
  claims: Metadata | null
  created_by: string | null
  description: string | null
  last_used_at: number | null
}

export interface OAuthActorJSON {
  iss?: string
  sub: string
  act?: OAuthActorJSON
}

export interface IdPOAuthAccessTokenJSON extends ResourceJSON<'clerk_idp_oauth_access_token'>, RevocableJSON {
  client_id: string
  type: string
  aud?: string[]
  act?: OAuthActorJSON
}

/** An application that signs people in by this instance. */
export interface OAuthApplicationJSON extends ResourceJSON<'oauth_application'>, TimedJSON {
  instance_id: string
  name: string
  client_id: string
  client_secret?: string
  client_uri: string | null
  client_image_url: string | null
  dynamically_registered: boolean
  consent_screen_enabled: boolean
  pkce_required: boolean
  public: boolean
  /** Separated by spaces. */
  scopes: string
  redirect_uris: string[]
  authorize_url: string
  token_fetch_url: string
  user_info_url: string
  discovery_url: string
  token_introspection_url: string
}
