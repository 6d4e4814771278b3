/** Every route: a row for each capability, in whatever order. */

import { emailAddressRoutes } from '../capabilities/account/addresses/frontend-api.js'
import { clientRoutes, touchClientDocument } from '../capabilities/account/client/frontend-api.js'
import { externalAccountRoutes } from '../capabilities/account/external-accounts/frontend-api.js'
import { passkeyRoutes } from '../capabilities/account/passkeys/frontend-api.js'
import { phoneNumberRoutes } from '../capabilities/account/phone-numbers/frontend-api.js'
import { accountRoutes } from '../capabilities/account/profile/frontend-api.js'
import { twoStepRoutes } from '../capabilities/account/two-step/frontend-api.js'
import { web3WalletRoutes } from '../capabilities/account/web3-wallets/frontend-api.js'
import { devBrowserRoutes } from '../capabilities/devices/dev-browser/frontend-api.js'
import { formerSessionRoutes } from '../capabilities/devices/former-sessions/frontend-api.js'
import { handshakeRoutes } from '../capabilities/devices/handshake/backend-api.js'
import { handshakeDocument } from '../capabilities/devices/handshake/handshake-document.js'
import { backendSessionRoutes } from '../capabilities/devices/sessions/backend-api.js'
import { sessionRoutes } from '../capabilities/devices/sessions/frontend-api.js'
import { siteDataRoutes } from '../capabilities/devices/site-data/frontend-api.js'
import { testingTokenRoutes } from '../capabilities/devices/testing-tokens/backend-api.js'
import { backendInvitationRoutes } from '../capabilities/entering/invitations/backend-api.js'
import { oauthCallbackDocuments } from '../capabilities/entering/oauth-callback/documents.js'
import { restrictionRoutes } from '../capabilities/entering/restrictions/backend-api.js'
import { reverificationRoutes } from '../capabilities/entering/reverification/frontend-api.js'
import { signInRoutes } from '../capabilities/entering/sign-in/frontend-api.js'
import { backendSignInTokenRoutes } from '../capabilities/entering/sign-in-tokens/backend-api.js'
import { signUpRoutes } from '../capabilities/entering/sign-up/frontend-api.js'
import { backendWaitlistRoutes } from '../capabilities/entering/waitlist/backend-api.js'
import { waitlistRoutes } from '../capabilities/entering/waitlist/frontend-api.js'
import { eventRoutes } from '../capabilities/ground/events/backend-api.js'
import { imageDocuments } from '../capabilities/ground/images/documents.js'
import { backendSettingsRoutes } from '../capabilities/ground/settings/backend-api.js'
import { environmentRoutes } from '../capabilities/instance/environment/frontend-api.js'
import { redirectDocument } from '../capabilities/instance/environment/redirect-document.js'
import { jwksRoutes } from '../capabilities/machines/jwks/backend-api.js'
import { jwksDocument } from '../capabilities/machines/jwks/jwks.js'
import { backendJwtTemplateRoutes } from '../capabilities/machines/jwt-templates/backend-api.js'
import { jwtTemplateRoutes } from '../capabilities/machines/jwt-templates/frontend-api.js'
import { backendClientRoutes } from '../capabilities/management/clients/backend-api.js'
import { backendEmailAddressRoutes } from '../capabilities/management/email-addresses/backend-api.js'
import { backendExternalAccountRoutes } from '../capabilities/management/external-accounts/backend-api.js'
import { backendPasskeyRoutes } from '../capabilities/management/passkeys/backend-api.js'
import { backendPhoneNumberRoutes } from '../capabilities/management/phone-numbers/backend-api.js'
import { backendSignUpRoutes } from '../capabilities/management/sign-ups/backend-api.js'
import { socialConnectionRoutes } from '../capabilities/management/social-connections/backend-api.js'
import { backendUserRoutes } from '../capabilities/management/users/backend-api.js'
import { backendWeb3WalletRoutes } from '../capabilities/management/web3-wallets/backend-api.js'
import { bundleDocuments } from '../capabilities/showing/bundles/documents.js'
import { emailLinkDocuments } from '../capabilities/showing/email-link/documents.js'
import { inboxDocuments } from '../capabilities/showing/inbox/documents.js'
import { interstitialDocuments } from '../capabilities/showing/interstitial/documents.js'
import { notMeDocuments } from '../capabilities/showing/not-me/documents.js'
import { pageDocuments } from '../capabilities/showing/pages/documents.js'
import { refusalPage } from '../capabilities/showing/pages/refusal-page.js'
import { passkeyDocuments } from '../capabilities/showing/related-origins/documents.js'
import { signOutDocuments } from '../capabilities/showing/sign-out/documents.js'
import { ticketDocuments } from '../capabilities/showing/tickets/documents.js'
import { webhookRoutes } from '../capabilities/telling/webhooks/backend-api.js'
import type { Options } from '../start/options.js'
import type { DocumentRoute, Route } from '../wire/route.js'
import type { Routes } from './dispatch.js'
import { healthDocument } from './health/health.js'
import { unservedDocuments } from './unserved/documents.js'

type Row = [browsers: Route[], servers: Route[], documents: DocumentRoute[]]

const none: [] = []

export function routesFor(options: Options): Routes {
  const { basePath } = options
  const capabilities: Record<string, Row> = {
    //               browsers            servers                    documents
    account:        [accountRoutes,      none,                      notMeDocuments(basePath)       ],
    bundles:        [none,               none,                      bundleDocuments(options)       ],
    clients:        [clientRoutes,       backendClientRoutes,       [touchClientDocument(basePath)]],
    devBrowser:     [devBrowserRoutes,   none,                      none                           ],
    emailAddresses: [emailAddressRoutes, backendEmailAddressRoutes, none                           ],
    emailLinks:     [none,               none,                      emailLinkDocuments(basePath)   ],
    environment:    [environmentRoutes,  none,                      [redirectDocument(basePath)]   ],
    events:         [none,               eventRoutes,               none                           ],
    externalAccounts: [externalAccountRoutes, backendExternalAccountRoutes, none                     ],
    formerSessions: [formerSessionRoutes, none,                     none                           ],
    handshake:      [none,               handshakeRoutes,           [handshakeDocument(basePath)]  ],
    health:         [none,               none,                      [healthDocument(basePath)]     ],
    images:         [none,               none,                      imageDocuments(basePath)       ],
    inbox:          [none,               none,                      inboxDocuments(options)        ],
    interstitial:   [none,               none,                      interstitialDocuments(basePath)],
    invitations:    [none,               backendInvitationRoutes,   none                           ],
    jwks:           [none,               jwksRoutes,                [jwksDocument(basePath)]       ],
    jwtTemplates:   [jwtTemplateRoutes,  backendJwtTemplateRoutes,  none                           ],
    oauthCallback:  [none,               none,                      oauthCallbackDocuments(basePath)],
    pages:          [none,               none,                      pageDocuments(options)         ],
    phoneNumbers:   [phoneNumberRoutes,  backendPhoneNumberRoutes,  none                           ],
    restrictions:   [none,               restrictionRoutes,         none                           ],
    passkeys:       [passkeyRoutes,      backendPasskeyRoutes,      passkeyDocuments(basePath)     ],
    reverification: [reverificationRoutes, none,                    none                           ],
    sessions:       [sessionRoutes,      backendSessionRoutes,      none                           ],
    settings:       [none,               backendSettingsRoutes,     none                           ],
    signIn:         [signInRoutes,       none,                      none                           ],
    signInTokens:   [none,               backendSignInTokenRoutes,  none                           ],
    signOut:        [none,               none,                      signOutDocuments(options)      ],
    signUp:         [signUpRoutes,       backendSignUpRoutes,       none                           ],
    siteData:       [siteDataRoutes,     none,                      none                           ],
    social:         [none,               socialConnectionRoutes,    none                           ],
    testingTokens:  [none,               testingTokenRoutes,        none                           ],
    twoStep:        [twoStepRoutes,      none,                      none                           ],
    tickets:        [none,               none,                      ticketDocuments(basePath)      ],
    users:          [none,               backendUserRoutes,         none                           ],
    waitlist:       [waitlistRoutes,     backendWaitlistRoutes,     none                           ],
    web3Wallets:    [web3WalletRoutes,   backendWeb3WalletRoutes,   none                           ],
    webhooks:       [none,               webhookRoutes,             none                           ],
  } // biome-ignore format: a matrix

  const rows = Object.values(capabilities)
  return {
    frontend: rows.flatMap(([browsers]) => browsers),
    backend: rows.flatMap(([, servers]) => servers),
    documents: rows.flatMap(([, , documents]) => documents),
    unserved: () => unservedDocuments(basePath),
    refusalPage,
  }
}
