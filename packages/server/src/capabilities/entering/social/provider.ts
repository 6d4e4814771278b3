/**
 * What there is to know of an identity provider. The flow reads nothing else, so a provider is data: a row of the table, with an
 * operator's client, or what discovery says.
 */
import type { Redacted } from '../../../crypto/redacted.js'

export type OauthStrategy = `oauth_${string}`
export type Json = Record<string, unknown>

export interface Provider {
  /** As forms name it, such as `oauth_google` or `oauth_custom_acme`. */
  strategy: OauthStrategy
  /** The strategy without `oauth_`: accounts are kept by it, and by the subject that they have there. */
  key: string
  name: string
  clientId: string
  /** Null for a public client, and where `makeClientSecret` makes one. */
  clientSecret: Redacted<string> | null
  /** Makes the secret that is sent now, as Apple has it: a JWT. `now` is in milliseconds since 1970. */
  makeClientSecret?(now: number): string | Promise<string>
  /** `oidc` demands an ID token and checks it; `oauth2` believes the profile that is asked for with the access token, and nothing else. */
  kind: 'oidc' | 'oauth2'
  /** Required for `oidc`. For `oauth2` only where the provider names itself in its callbacks (RFC 9207). */
  issuer?: string
  authorizationEndpoint: string
  tokenEndpoint: string
  /** Of `oidc` it is asked only if it is given: the ID token is enough. Required for `oauth2`, unless the token's answer holds the profile. */
  userinfoEndpoint?: string
  /** Required for `oidc`. */
  jwksUri?: string
  scopes: string[]
  clientAuth: ClientAuth
  pkce: boolean
  /** Signatures that are taken; `['RS256']` by default. Symmetric ones never are, since whoever knows the secret could make them. */
  idTokenAlgorithms?: string[]
  /** Whether each callback names its issuer, so that one without is refused (RFC 9207). */
  namesIssuerInCallback?: boolean
  quirks?: Quirks
  /** Added to the address to which the browser is sent. */
  extraAuthorizationParams?: Record<string, string>
  /** What the provider says of somebody, in our words. Subjects are compared as they are: never make one of a name or an address. */
  profileOf(sources: ProfileSources): ExternalProfile
}

/** How the client proves itself at the token endpoint. */
export type ClientAuth = 'basic' | 'post' | 'none'

/** Where a provider does other than the specifications say. */
export interface Quirks {
  /** The answer comes as a form that the browser posts, as Apple has it where scopes are asked for. */
  responseMode?: 'form_post'
  /** The ID token lacks the nonce that was sent. */
  omitsNonce?: boolean
  /** What joins scopes; a space by default. */
  scopeSeparator?: ',' | ' '
  /** The parameter that holds the client's id; `client_id` by default. */
  clientIdParameter?: string
  /** Sent with every request to `userinfoEndpoint` and `extra`. */
  profileHeaders?: Record<string, string>
  /** How the profile is asked for; GET by default. */
  profileMethod?: 'GET' | 'POST'
  /** The body of a profile request by POST, as JSON. */
  profileBody?: string
  /** More that is asked with the access token, by the name under which `profileOf` finds it in `extra`. */
  extra?: Record<string, string>
  /** For issuers that differ by tenant: the one that this ID token must have, from its own claims. */
  issuerOf?(claims: Json): string
  /** Token types other than `bearer` that mean the same, in lower case. */
  tokenTypes?: string[]
}

export interface ProfileSources {
  /** Claims of the ID token, all checked; null for `oauth2`. */
  idToken: Json | null
  /** What `userinfoEndpoint` answered; of `oidc` its subject is the ID token's. */
  userinfo: Json | null
  /** The token endpoint's answer, for providers that tell of the person there. */
  token: Json
  extra: Record<string, unknown>
  /** What came with the callback: written by the browser, so names at most may be read of it. */
  callback: Record<string, string>
}

/** Somebody, as their provider knows them. */
export interface ExternalProfile {
  /** Who they are there, for ever. Empty where the provider didn't say: such a profile is refused. */
  subject: string
  emailAddress: string | null
  /** That the provider itself says so: see `isTrue` and `isTrueAsText`. */
  emailVerified: boolean
  firstName: string | null
  lastName: string | null
  username: string | null
  imageUrl: string | null
  phoneNumber?: string | null
}

/** A claim counts as true only where it is true: `"false"`, as some providers write it, is a text that is not empty. */
export const isTrue = (claim: unknown): boolean => claim === true

/** For providers whose documents say that they write the claim as text. */
export const isTrueAsText = (claim: unknown): boolean => claim === true || claim === 'true'
