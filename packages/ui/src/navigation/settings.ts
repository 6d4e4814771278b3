/** What the server writes into the page for us. */
export interface Settings {
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

export function readSettings(): Settings {
  return JSON.parse(document.getElementById('frontdesk-settings')!.textContent!)
}
