export interface Verification {
  status: string | null
  strategy: string | null
}

export interface EmailAddress {
  id: string
  email_address: string
  verification: Verification | null
}

export interface User {
  id: string
  username: string | null
  first_name: string | null
  last_name: string | null
  image_url?: string
  has_image: boolean
  primary_email_address_id: string | null
  password_enabled: boolean
  delete_self_enabled: boolean
  email_addresses: EmailAddress[]
}

export interface Session {
  id: string
  status: string
  user: User
}

export interface ActiveSession {
  id: string
  status: string
  last_active_at: number
  latest_activity?: {
    device_type?: string
    is_mobile: boolean
    browser_name?: string
    browser_version?: string
    ip_address?: string
    city?: string
    country?: string
  }
}

export interface SignInFactor {
  strategy: string
  email_address_id?: string
  safe_identifier?: string
}

export interface SignIn {
  id: string
  status: string
  identifier: string | null
  supported_first_factors: SignInFactor[] | null
  first_factor_verification: Verification | null
  created_session_id: string | null
  abandon_at: number
}

export interface SignUp {
  id: string
  status: string
  required_fields: string[]
  optional_fields: string[]
  missing_fields: string[]
  unverified_fields: string[]
  verifications: { email_address: (Verification & { next_action: string }) | null }
  username: string | null
  email_address: string | null
  first_name: string | null
  last_name: string | null
  abandon_at: number
}

export interface ClientResource {
  id: string
  sessions: Session[]
  sign_in: SignIn | null
  sign_up: SignUp | null
  last_active_session_id: string | null
}

export interface Attribute {
  enabled: boolean
  required: boolean
  used_for_first_factor: boolean
}

export interface Environment {
  auth_config: { single_session_mode: boolean }
  user_settings: {
    attributes: Record<string, Attribute>
    sign_up: { mode: string }
    password_settings: { min_length: number }
  }
}
