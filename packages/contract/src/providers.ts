/** The names of identity providers that the server knows. */

/** Providers whose addresses and ways are known, in the order of their names. */
export const knownProviders = [
  ...['apple', 'atlassian', 'bitbucket', 'box', 'coinbase', 'discord', 'dropbox', 'enstall', 'expressen', 'facebook'],
  ...['github', 'gitlab', 'google', 'hubspot', 'huggingface', 'instagram', 'line', 'linear', 'linkedin', 'linkedin_oidc'],
  ...['microsoft', 'notion', 'slack', 'spotify', 'tiktok', 'twitch', 'twitter', 'x', 'xero'],
] as const
export type KnownProvider = (typeof knownProviders)[number]
