/** The instance's clients at identity providers: what an operator says of each. Secrets are not in it. */
import * as z from 'zod'
import { knownProviders } from '../providers.js'

const isProvider = (key: string) =>
  (knownProviders as readonly string[]).includes(key) || /^custom_[a-z\d][a-z\d_]{0,39}$/.test(key)

/** `google`, or `custom_acme` for a provider that the operator describes. */
export const providerKey = z
  .string()
  .refine(isProvider, `must be a provider, such as google, or a name of your own, such as custom_acme`)
  .meta({ type: 'string' })

const line = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .regex(/^\P{Cc}+$/u, 'must be one line of text')

/** What may be asked there is seen when it is asked: our own client takes http:// only for hosts that the settings name. */
const address = z
  .string()
  .trim()
  .max(2048)
  .refine(
    (text) => /^https?:\/\/[^\s\\]+$/i.test(text) && URL.canParse(text),
    'must be an address, such as https://id.example.com',
  )

const claim = line(100)

const fields = {
  /** Whether it is offered. */
  enabled: z.boolean('must be true or false').optional(),
  /** Whether people sign in by it; else it may only be connected to an account. */
  authenticatable: z.boolean('must be true or false').optional(),
  /** Further scopes. */
  scopes: z.array(line(200)).max(50).optional(),
  /** On the button. */
  name: line(50).optional(),
  logo_url: address.optional(),
  issuer: address.optional(),
  authorization_url: address.optional(),
  token_url: address.optional(),
  userinfo_url: address.optional(),
  jwks_url: address.optional(),
  client_authentication: z.enum(['basic', 'post', 'none']).optional(),
  pkce: z.boolean('must be true or false').optional(),
  /** Where the profile has what, of a provider without an issuer. */
  claims: z
    .strictObject({
      subject: claim.optional(),
      email: claim.optional(),
      email_verified: claim.optional(),
      first_name: claim.optional(),
      last_name: claim.optional(),
      username: claim.optional(),
      image_url: claim.optional(),
    })
    .optional(),
  /** Of Microsoft: `common`, `organizations`, `consumers`, or one directory. */
  tenant: line(100).optional(),
  /** Of Apple: whose key it is, and which. */
  team_id: line(50).optional(),
  key_id: line(50).optional(),
}

export const SocialClient = z.strictObject({ client_id: line(512), ...fields })
export type SocialClient = z.infer<typeof SocialClient>

export const SocialClientPatch = SocialClient.partial()

/** The same with its secret, which only comes in. */
export const clientSecret = z.string().trim().max(10_000)
