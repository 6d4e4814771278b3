/**
 * What an app may say. `options.ts` checks it and fills in what is missing; `docs/configuration.md` takes its words from here and the
 * defaults from there.
 */
import type { KnownProvider } from '@frontdesk/contract/providers'
import type { BeforeHooks, Hooks } from './hook-types.js'

export interface FrontdeskOptions {
  /** `sqlite:<path>` or `postgres://…` (add `?schema=` to keep several instances in one database, `?statements=unnamed` for poolers that need it: see [databases](databases.md)). */
  databaseUrl?: string | undefined
  /** Development instances have the inbox page and accept `+clerk_test` addresses with the code 424242, both for this machine. A public URL needs NODE_ENV or this option to be stated. */
  environment?: 'development' | 'production' | undefined
  /** Encrypts private keys and waiting mail at rest. Without it a key file (mode 0600) is made beside the SQLite file, or in `.frontdesk`. */
  encryptionKey?: string | undefined
  /** The prefix of the keys a new instance gets: `pk_live_` or `pk_test_`. */
  keyType?: 'live' | 'test' | undefined
  /** Shown on the pages and in mail. */
  applicationName?: string | undefined
  /** How pages and mail look; [branding](branding.md) shows it. */
  branding?:
    | {
        /** A picture in place of the application's initial and name, 32 px high on the pages: a path of the app, or a whole address. */
        logoUrl?: string | undefined
        /** Of buttons and links. It is made darker, in the dark scheme lighter, as far as people need to read it. In environment files it is written without `#`. */
        accentColor?: string | undefined
        /** The terms of service, linked below the pages and in mail. */
        termsUrl?: string | undefined
        /** The privacy policy, linked likewise. */
        privacyUrl?: string | undefined
        /** Whether the buttons that need no form, such as those of other providers, stand before the form of the sign-in and sign-up page or after it. */
        socialButtons?: 'first' | 'last' | undefined
      }
    | undefined
  /** The origin that users see, such as `https://app.example.com`. Links in mail use it and nothing else. Without it a picture's address has the origin by which a caller reached the server, and in events that of this machine. */
  publicUrl?: string | undefined
  /** A host name of the server's own, such as `clerk.example.com`, as Clerk's production has it: keys, tokens, Frontend API, scripts and pages are then there, and https pages of `example.com` and its sub-domains are the app's. See [a domain of its own](domain.md). */
  domain?: string | undefined
  /** What the app and `domain` share, where it is not `domain` without its first label. */
  appDomain?: string | undefined
  /** [Front ends on other origins](other-origins.md): they may call the Frontend API, and the pages return to them. */
  allowedOrigins?: string[] | undefined
  /** How many reverse proxies stand before the server: that many entries of `X-Forwarded-*` are believed, counted from the right. Without it an embedded server asks the app's `trust proxy`; 0 believes nobody. */
  trustedProxies?: number | undefined
  /** Seconds for which browsers keep to https once they have been here (`Strict-Transport-Security`), such as 31536000; 0 sends nothing. It holds for all ports of the host. */
  hstsSeconds?: number | undefined
  /** Where the APIs are mounted. */
  basePath?: string | undefined
  /** Where the pages are mounted. With `false` a page is the app's own, at its usual path: see [your own pages](express.md#your-own-pages). */
  pages?:
    | {
        /** Sign-in and password reset. That of the app is where `CLERK_SIGN_IN_URL` says, if anywhere. */
        signIn?: string | false | undefined
        /** Sign-up, likewise by `CLERK_SIGN_UP_URL`. */
        signUp?: string | false | undefined
        /** The profile. */
        user?: string | false | undefined
        /** Where people wait for an invitation, with `signUp.mode` set to `waitlist`. */
        waitlist?: string | false | undefined
        /** Where a form of the app signs people out. */
        signOut?: string | false | undefined
      }
    | undefined
  /** Where people land after signing in when no `redirect_url` says otherwise. */
  afterSignInUrl?: string | undefined
  /** Where people land after signing up when no `redirect_url` says otherwise. */
  afterSignUpUrl?: string | undefined
  /** Where people land after signing out. */
  afterSignOutUrl?: string | undefined
  /** What pages and mail are written in, by what each browser asks for; the first is for everybody else. `en` and `de` are built in; others come with their texts, such as `{ en: true, ar: arSA }`: see [languages](languages.md). */
  languages?: string[] | Record<string, true | object> | undefined
  /** What is asked at sign-up besides e-mail address and password. */
  attributes?:
    | {
        /** An address that mail is sent to. Without one, a person needs another way to be found by. */
        emailAddress?: Attribute | undefined
        /** A number that text messages are sent to. */
        phoneNumber?: Attribute | undefined
        /** A [wallet](wallets.md) whose owner signs a message. */
        web3Wallet?: Attribute | undefined
        /** People can then sign in with it too. */
        username?: Attribute | undefined
        /** The first name. */
        firstName?: Attribute | undefined
        /** The last name. */
        lastName?: Attribute | undefined
      }
    | undefined
  /** The ways to sign in. A way that is off is neither offered nor taken, and nobody can sign up by it. */
  signIn?:
    | {
        /** A password. Off, nobody is asked for one. */
        password?: boolean | undefined
        /** A code by mail. */
        emailCode?: boolean | undefined
        /** A link by mail. */
        emailLink?: boolean | undefined
        /** A code by text message. */
        phoneCode?: boolean | undefined
        /** A passkey of the device, of a security key or of a password manager. */
        passkey?: boolean | undefined
        /** The ticket of an invitation, or one that the app makes for a person. */
        ticket?: boolean | undefined
      }
    | undefined
  /** What proves a second time who signs in. Each person enrols theirs in the profile, and is asked for it from then on. */
  secondFactors?:
    | {
        /** The codes of an authenticator app. */
        totp?: boolean | undefined
        /** A code by text message. */
        phoneCode?: boolean | undefined
        /** Codes that work once each, for when the other way is lost. */
        backupCode?: boolean | undefined
        /** A passkey. */
        passkey?: boolean | undefined
        /** Whether everybody must enrol one: whoever has none does so before they are signed in. */
        required?: boolean | undefined
      }
    | undefined
  /** How passkeys are offered and what they are worth, where `signIn.passkey` is on. */
  passkeys?:
    | {
        /** Whether the browser offers them by itself in the field for the e-mail address. */
        allowAutofill?: boolean | undefined
        /** Whether the sign-in page has a button for them. */
        showSignInButton?: boolean | undefined
        /** Whether who signs in by a passkey is asked for no second factor: its device has made sure of the person already. */
        satisfiesSecondFactor?: boolean | undefined
      }
    | undefined
  /** Who may sign up, and with what. */
  signUp?:
    | {
        /** `public`: anybody; `restricted`: who is invited; `waitlist`: who is let in from the waiting list. */
        mode?: 'public' | 'restricted' | 'waitlist' | undefined
        /** Whether a new person must choose a password, where passwords are on. */
        password?: 'optional' | 'required' | undefined
        /** Whether an address that nobody has leads from the sign-in page to the sign-up page, which then holds what was typed. With `enumerationProtection` the sign-in page can't know it. */
        fromSignIn?: boolean | undefined
      }
    | undefined
  /** Usernames that people can't take, nor any that looks like one of them; a server can take them with the secret key. */
  reservedUsernames?: string[] | undefined
  /** Which [phone numbers](phone.md) people may have. */
  phoneNumbers?:
    | {
        /** Their countries, by the two letters of ISO 3166, such as `DE`; with none, all. Fewer countries are less to lose by toll fraud. */
        countries?: string[] | undefined
        /** Where numbers without a country's code are from. With none, everybody types the code. */
        defaultCountry?: string | undefined
      }
    | undefined
  /** Which [wallets](wallets.md) people may sign with, where `attributes.web3Wallet` is on. */
  web3Wallets?:
    | {
        /** MetaMask, and any other wallet of Ethereum that the browser has. */
        metamask?: boolean | undefined
        /** Coinbase Wallet. */
        coinbaseWallet?: boolean | undefined
        /** OKX Wallet. */
        okxWallet?: boolean | undefined
        /** Base. */
        base?: boolean | undefined
        /** A wallet of Solana, such as Phantom or Solflare. */
        solana?: boolean | undefined
      }
    | undefined
  /** What a new password must be. */
  password?:
    | {
        /** The fewest characters. */
        minLength?: number | undefined
        /** The most characters. */
        maxLength?: number | undefined
        /** Refuses the most common ones, those that repeat themselves or run along the keyboard, and those made of a person's own names and addresses. */
        refuseEasy?: boolean | undefined
        /** How hard to guess, from 0 to 4, as zxcvbn estimates it. Above 0 the pages show it while people type. See [passwords](passwords.md). */
        minStrength?: number | undefined
        /** Where leaked passwords are looked up by the first five digits of their SHA-1, such as `https://api.pwnedpasswords.com/range/`. Without it only the list that comes with the server is asked. */
        breachApiUrl?: string | undefined
        /** Refuses a right password that is known to have leaked: its owner has to reset it. */
        refuseBreachedOnSignIn?: boolean | undefined
      }
    | undefined
  /** Who may sign up, and who may come in at all: see [restrictions](restrictions.md). */
  restrictions?:
    | {
        /** Only who is on the allow list may sign up, or add an identifier to an account. */
        allowlist?: boolean | undefined
        /** Who is on the block list may neither sign up nor sign in. */
        blocklist?: boolean | undefined
        /** The lists count at sign-up only: who has an account signs in, on the block list or not. */
        allowlistBlocklistDisabledOnSignIn?: boolean | undefined
        /** Refuses addresses with a `+`, `=` or `#` before the `@`, of which one mailbox has as many as its owner likes. */
        blockEmailSubaddresses?: boolean | undefined
        /** Refuses addresses at services that hand out mailboxes for minutes, by a list of their domains. */
        blockDisposableEmailDomains?: boolean | undefined
      }
    | undefined
  /** What people agree to. */
  legal?:
    | {
        /** Nobody gets an account without agreeing to the terms and the privacy policy, whose addresses `branding` has. */
        consentRequired?: boolean | undefined
      }
    | undefined
  /** Asks at sign-up whether there is a person, by Cloudflare's Turnstile or what is compatible with it: see [captcha](captcha.md). */
  captcha?:
    | {
        /** The public key of the site. Without it nobody is asked. */
        siteKey?: string | undefined
        /** Whether the widget is seen: `smart` shows a box where it is in doubt, `invisible` never does. */
        widgetType?: 'smart' | 'invisible' | undefined
        /** The widget's script, which the sign-up page loads. */
        scriptUrl?: string | undefined
        /** Where tokens are verified. */
        verifyUrl?: string | undefined
      }
    | undefined
  /** The secret key that belongs to `captcha.siteKey`. */
  captchaSecretKey?: string | undefined
  /** How long people stay signed in. */
  session?:
    | {
        /** After that long it ends, used or not. */
        lifetimeSeconds?: number | undefined
        /** After that long without use it ends. */
        inactivitySeconds?: number | undefined
        /** One account per browser: there is no second sign-in beside the first. */
        single?: boolean | undefined
      }
    | undefined
  /** When people are asked once more who they are: see [reverification](reverification.md). */
  reverification?:
    | {
        /** Whether the password, addresses, factors and the account itself are changed only by somebody who has shown within ten minutes who they are. */
        required?: boolean | undefined
      }
    | undefined
  /** What session tokens say besides their own claims, with shortcodes such as `{{user.public_metadata}}`; as JSON in the variable. See [claims](claims.md). */
  sessionClaims?: Record<string, unknown> | undefined
  /** One-time codes, sent by mail. */
  codes?:
    | {
        /** How long a code is valid. */
        lifetimeSeconds?: number | undefined
        /** How many times a code may be tried. */
        maxAttempts?: number | undefined
      }
    | undefined
  /** [Links in mail](email-links.md). */
  emailLink?:
    | {
        /** Whether a link works only in the browser that asked for it; otherwise somebody can confirm it elsewhere. */
        requireSameClient?: boolean | undefined
      }
    | undefined
  /** Against guessing at one account. */
  lockout?:
    | {
        /** Failed first factors in a row that lock an account. */
        maxAttempts?: number | undefined
        /** How long it stays locked. */
        durationSeconds?: number | undefined
      }
    | undefined
  /** Hides who has an account: signing in, signing up and resetting a password answer alike, and as fast, for addresses with and without one. Usernames stay tellable, since sign-up says which are taken. */
  enumerationProtection?: boolean | undefined
  /** Per network address (IPv6: per /64), ten times that per network (IPv4: /24, IPv6: /48); more is answered with 429 and `Retry-After`. */
  rateLimits?:
    | {
        /** Sign-in and sign-up attempts, and changes one person makes. Other calls may be fifty times as many, those of unknown browsers five. */
        attemptsPerMinute?: number | undefined
        /** Requests that send mail. */
        messagesPerMinute?: number | undefined
        /** Codes sent to one mailbox, or to one phone number, in any minute, no matter who asks. These are counted in the database, for all nodes. */
        codesPerRecipientPerMinute?: number | undefined
        /** The same, in any hour. */
        codesPerRecipientPerHour?: number | undefined
        /** The same, in any day. */
        codesPerRecipientPerDay?: number | undefined
        /** Codes sent by text message to all numbers of one country together, in any hour. It bounds what toll fraud can cost. */
        textsPerCountryPerHour?: number | undefined
        /** The same, in any day. */
        textsPerCountryPerDay?: number | undefined
        /** The pause between two codes to one mailbox, unless the first was typed, or tried as often as it may be. */
        secondsBetweenCodes?: number | undefined
        /** Codes compared for one mailbox in any hour. */
        guessesPerRecipientPerHour?: number | undefined
        /** The same, in any day. With 90, somebody who can't read the mail guesses right with a chance of 9 in 100,000. */
        guessesPerRecipientPerDay?: number | undefined
      }
    | undefined
  /** Requests to other servers. */
  outbound?:
    | {
        /** Hosts that may have private addresses, and be asked over `http://`, such as `localhost:3000` or `billing.internal`. All others need public addresses and `https://`. */
        privateHosts?: string[] | undefined
      }
    | undefined
  /** What happened, as webhooks and audits will read it: a row for each change. */
  events?:
    | {
        /** After so many days a row is deleted. */
        keptDays?: number | undefined
      }
    | undefined
  /** How events are sent to the [endpoints of webhooks](webhooks.md). */
  webhooks?:
    | {
        /** How long to wait after each failed attempt before the next; after the last one a delivery is given up. The first attempt is made at once. */
        retrySeconds?: number[] | undefined
        /** Who gets mail when an endpoint was disabled, since nothing arrived there for five days. The log says it in any case. */
        operatorEmail?: string | undefined
      }
    | undefined
  /** Mail that tells owners what happened to their account, with a link that ends all sessions if it was not them. */
  notices?:
    | {
        /** When a password or an address changes, or the account is deleted. */
        accountChanges?: boolean | undefined
        /** When a device signs in that was not used for the account before. */
        newDevices?: boolean | undefined
      }
    | undefined
  /** What a development instance shows without a mail server. */
  inbox?:
    | {
        /** Lets other machines read the inbox and use test codes, which are for this machine otherwise: for containers and remote development. */
        open?: boolean | undefined
      }
    | undefined
  /** Without an SMTP server mail goes to the console and, in development, to the inbox page. */
  mail?:
    | {
        /** `smtp://user:password@host:587`, or `smtps://`. A user and password are sent encrypted only, unless it ends in `?requireTLS=false`. */
        smtpUrl?: string | undefined
        /** The sender, as an address or `Name <address>`. */
        from?: string | undefined
      }
    | undefined
  /** Who sends [text messages](phone.md). With neither they go to the console and, in development, to the inbox page. */
  texts?:
    | {
        /** Twilio, or a provider that answers as it does. */
        twilio?:
          | {
              /** Where the API is. */
              baseUrl?: string | undefined
              /** The account, `AC…`. */
              accountSid?: string | undefined
              /** Its token. */
              authToken?: string | undefined
              /** The number, or the name, that messages are from. */
              from?: string | undefined
              /** In its place the messaging service, `MG…`. */
              messagingServiceSid?: string | undefined
            }
          | undefined
        /** A webhook of your own, which sends them on. Twilio goes before it, if both are set. */
        webhook?:
          | {
              /** Each message is posted there. */
              url?: string | undefined
              /** What the posts are signed with, as Standard Webhooks has it: `whsec_…`. */
              secret?: string | undefined
            }
          | undefined
      }
    | undefined
  /** Where [`npx frontdesk front-end`](clerk-front-ends.md) puts Clerk's browser scripts, and the server finds them. Name another folder if `.frontdesk` is empty wherever the app is deployed. */
  frontEndFolder?: string | undefined
  /** The service that people were signed in with before: who still has its cookie is signed in here, once. See [coming from Clerk](coming-from-clerk.md#nobody-is-signed-out). */
  migration?:
    | {
        /** Its key set. */
        jwksUrl?: string | undefined
        /** What its tokens name as `iss`. */
        issuer?: string | undefined
        /** From this date on, by UTC, its tokens are none. */
        until?: string | undefined
        /** How old a token may be. Its cookies hold tokens that have expired: whoever finds one that is younger, in a log, could use it before its owner comes. */
        maxAgeSeconds?: number | undefined
      }
    | undefined
  /** The app's clients at identity providers, such as `{ google: { clientId, clientSecret } }`: see [social sign-in](social-sign-in.md). Each field has a variable, such as `FRONTDESK_SOCIAL_GOOGLE_CLIENT_ID` and `FRONTDESK_SOCIAL_GOOGLE_CLIENT_SECRET`. */
  social?: { [provider in KnownProvider | `custom_${string}`]?: SocialClientOption } | undefined
  /** A file of settings with which a new instance is made, as `npx frontdesk config pull` writes it. Later starts don't read it: the settings are in the database then. */
  seed?: string | undefined
  /** Whether the password is that of an account at Amazon Cognito, for imported digests of `awscognito`, which only name it: `awscognito#<user pool>#<client>#<user>`. Without this option Cognito is asked, by a client of the pool that has no secret and allows `USER_PASSWORD_AUTH`. A sign-in waits for five seconds; once a password was right it is kept as argon2id, and nobody is asked again. */
  verifyImportedPassword?: ((digest: string, password: string, signal: AbortSignal) => boolean | Promise<boolean>) | undefined
  /** Functions that run when something happens, inside its transaction, such as `{ 'user.created': (event, tx) => … }`: see [hooks](hooks.md). */
  on?: Hooks | undefined
  /** Functions that run before something happens; see [hooks](hooks.md). */
  before?:
    | {
        /** Once the database is open, before the first request: `(tx) => …` makes the app's own tables. */
        start?: BeforeHooks['start']
        /** When somebody signs up: `(attempt) => …` refuses them, or adds metadata. */
        signUp?: BeforeHooks['signUp']
      }
    | undefined
  /** How many milliseconds all hooks of one change may take together, and one before it; then everything is undone. */
  hookLimitMs?: number | undefined
  /** Gets each log line as an object; the default prints it. */
  log?: Log | undefined
  /** The clock, in milliseconds since 1970; for tests. */
  now?: (() => number) | undefined
}

/** A client at an identity provider. */
export interface SocialClientOption {
  /** What the provider calls the client. */
  clientId?: string | undefined
  /** What proves the client to the provider; of Apple the content of the .p8 file. */
  clientSecret?: string | undefined
  /** Whether it is offered; true by default. */
  enabled?: boolean | undefined
  /** Whether people sign in by it, and not only connect it to their account; true by default. */
  authenticatable?: boolean | undefined
  /** Scopes beside those that it takes to know who somebody is. */
  scopes?: string[] | undefined
  /** On the button. */
  name?: string | undefined
  /** A picture on the button, of a provider of your own. */
  logoUrl?: string | undefined
  /** Where discovery (OpenID Connect) begins: of a provider of your own, or in place of the one that is known. */
  issuer?: string | undefined
  /** Without an issuer: where browsers are sent, where codes are redeemed, and where profiles are. */
  authorizationUrl?: string | undefined
  tokenUrl?: string | undefined
  userinfoUrl?: string | undefined
  /** The keys of an issuer, where they are not found by discovery. */
  jwksUrl?: string | undefined
  /** How the client proves itself, of a provider of your own: `basic` by default. */
  clientAuthentication?: 'basic' | 'post' | 'none' | undefined
  /** Whether codes are bound to the browser that asked (PKCE); true by default for a provider of your own. */
  pkce?: boolean | undefined
  /** Where a profile without the claims of OpenID Connect has what, as paths: `{ subject: 'data.user.id' }`. */
  claims?:
    | {
        subject?: string | undefined
        email?: string | undefined
        emailVerified?: string | undefined
        firstName?: string | undefined
        lastName?: string | undefined
        username?: string | undefined
        imageUrl?: string | undefined
      }
    | undefined
  /** Of Microsoft: `common` (by default), `organizations`, `consumers`, or one directory. */
  tenant?: string | undefined
  /** Of Apple: the team. */
  teamId?: string | undefined
  /** Of Apple: the key. */
  keyId?: string | undefined
}

type Attribute = 'off' | 'optional' | 'required'

export interface LogLine {
  level: 'info' | 'warn' | 'error'
  message: string
  [detail: string]: unknown
}
export type Log = (line: LogLine) => void
