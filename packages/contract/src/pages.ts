/** What the server passes to its own pages. */

export interface PageSettings {
  /** Where the Frontend API is mounted, such as `/__clerk`. */
  baseUrl: string
  applicationName: string
  signInUrl: string
  signUpUrl: string
  userProfileUrl: string
  afterSignInUrl: string
  afterSignUpUrl: string
  afterSignOutUrl: string
  environment: 'development' | 'production'
}

/** A message in the development inbox. */
export interface InboxMessage {
  id: string
  to: string
  subject: string
  text: string
  html: string
  code: string | null
  created_at: number
}
