/** Every route of both APIs, in order. */
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
import { signInRoutes } from './capabilities/sign-in/frontend-api.js'
import { signUpRoutes } from './capabilities/sign-up/frontend-api.js'
import { testingTokenRoutes } from './capabilities/testing-tokens/backend-api.js'
import { unservedDocuments } from './capabilities/unserved/documents.js'
import { backendUserRoutes } from './capabilities/users/backend-api.js'
import type { Routes } from './http/find-route.js'
import type { Options } from './options.js'

export const routesFor = (options: Options): Routes => ({
  frontend: [
    ...accountRoutes,
    ...clientRoutes,
    ...devBrowserRoutes,
    ...emailAddressRoutes,
    ...environmentRoutes,
    ...sessionRoutes,
    ...signInRoutes,
    ...signUpRoutes,
  ],

  backend: [
    ...handshakeRoutes, // before the clients: its path looks like a client's id
    ...backendClientRoutes,
    ...backendEmailAddressRoutes,
    ...jwksRoutes,
    ...backendSessionRoutes,
    ...testingTokenRoutes,
    ...backendUserRoutes,
  ],

  documents: [
    ...bundleDocuments(options.basePath),
    handshakeDocument(options.basePath),
    healthDocument(options.basePath),
    ...imageDocuments(options.basePath),
    ...inboxDocuments(options),
    jwksDocument(options.basePath),
    ...notMeDocuments(options.basePath),
    ...pageDocuments(options),
    touchClientDocument(options.basePath),
  ],

  unserved: unservedDocuments(options.basePath),
})
