import type { Options } from './options.js'

/** What production needs and nobody has set, in one line for the log; null where nothing is missing. */
export function missingInProduction({ environment, publicUrl, ownDomain, encryptionKey, mail }: Options): string | null {
  if (environment !== 'production') return null
  const missing = [
    !publicUrl &&
      !ownDomain &&
      'FRONTDESK_PUBLIC_URL (such as https://app.example.com; without it Host and the connection decide what is ours)',
    !mail.smtpUrl && 'FRONTDESK_SMTP_URL (such as smtp://user:password@host:587; without it nobody gets a code)',
    !encryptionKey && 'FRONTDESK_ENCRYPTION_KEY (openssl rand -base64 32; without it the key lies in a file beside the data)',
  ].filter(Boolean)
  return missing.length > 0 ? `Production is not set up yet: set ${missing.join(', ')}.` : null
}
