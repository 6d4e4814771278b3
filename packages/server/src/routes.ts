/** Every route: a row for each capability, in whatever order. */
import { accountRoutes } from './capabilities/account/frontend-api.js'
import { notMeDocuments } from './capabilities/account/not-me-document.js'
import { bundleDocuments } from './capabilities/bundles/documents.js'
import { backendClientRoutes } from './capabilities/clients/backend-api.js'
import { clientRoutes, touchClientDocument } from './capabilities/clients/frontend-api.js'
import { devBrowserRoutes } from './capabilities/dev-browser/frontend-api.js'
import { backendEmailAddressRoutes } from './capabilities/email-addresses/backend-api.js'
import { emailAddressRoutes } from './capabilities/email-addresses/frontend-api.js'
import { environmentRoutes } from './capabilities/environment/frontend-api.js'
import { handshakeRoutes } from './capabilities/handshake/backend-api.js'
import { handshakeDocument } from './capabilities/handshake/handshake-document.js'
import { healthDocument } from './capabilities/health/health.js'
import { imageDocuments } from './capabilities/images/documents.js'
import { inboxDocuments } from './capabilities/inbox/documents.js'
import { jwksRoutes } from './capabilities/jwks/backend-api.js'
import { jwksDocument } from './capabilities/jwks/jwks.js'
import { pageDocuments } from './capabilities/pages/documents.js'
import { backendSessionRoutes } from './capabilities/sessions/backend-api.js'
import { sessionRoutes } from './capabilities/sessions/frontend-api.js'
import { backendSettingsRoutes } from './capabilities/settings/backend-api.js'
import { signInRoutes } from './capabilities/sign-in/frontend-api.js'
import { signUpRoutes } from './capabilities/sign-up/frontend-api.js'
import { testingTokenRoutes } from './capabilities/testing-tokens/backend-api.js'
import { unservedDocuments } from './capabilities/unserved/documents.js'
import { backendUserRoutes } from './capabilities/users/backend-api.js'
import type { Routes } from './http/find-route.js'
import type { DocumentRoute, Route } from './http/route.js'
import type { Options } from './options.js'

type Row = [browsers: Route[], servers: Route[], documents: DocumentRoute[]]

const none: [] = []

export function routesFor(options: Options): Routes {
  const { basePath } = options
  const capabilities: Record<string, Row> = {
    //               browsers            servers                    documents
    account:        [accountRoutes,      none,                      notMeDocuments(basePath)       ],
    bundles:        [none,               none,                      bundleDocuments(basePath)      ],
    clients:        [clientRoutes,       backendClientRoutes,       [touchClientDocument(basePath)]],
    devBrowser:     [devBrowserRoutes,   none,                      none                           ],
    emailAddresses: [emailAddressRoutes, backendEmailAddressRoutes, none                           ],
    environment:    [environmentRoutes,  none,                      none                           ],
    handshake:      [none,               handshakeRoutes,           [handshakeDocument(basePath)]  ],
    health:         [none,               none,                      [healthDocument(basePath)]     ],
    images:         [none,               none,                      imageDocuments(basePath)       ],
    inbox:          [none,               none,                      inboxDocuments(options)        ],
    jwks:           [none,               jwksRoutes,                [jwksDocument(basePath)]       ],
    pages:          [none,               none,                      pageDocuments(options)         ],
    sessions:       [sessionRoutes,      backendSessionRoutes,      none                           ],
    settings:       [none,               backendSettingsRoutes,     none                           ],
    signIn:         [signInRoutes,       none,                      none                           ],
    signUp:         [signUpRoutes,       none,                      none                           ],
    testingTokens:  [none,               testingTokenRoutes,        none                           ],
    users:          [none,               backendUserRoutes,         none                           ],
  } // biome-ignore format: a matrix

  const rows = Object.values(capabilities)
  return {
    frontend: rows.flatMap(([browsers]) => browsers),
    backend: rows.flatMap(([, servers]) => servers),
    documents: rows.flatMap(([, , documents]) => documents),
    unserved: unservedDocuments(basePath),
  }
}
