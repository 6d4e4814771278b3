/** Every route of both APIs, in order. */
import { clientRoutes } from './capabilities/clients/frontend-api.js'
import { jwksRoutes } from './capabilities/jwks/backend-api.js'
import { jwksDocument } from './capabilities/jwks/jwks.js'
import { sessionRoutes } from './capabilities/sessions/frontend-api.js'
import { signInRoutes } from './capabilities/sign-in/frontend-api.js'
import { signUpRoutes } from './capabilities/sign-up/frontend-api.js'
import type { Routes } from './http/dispatch.js'
import type { Options } from './options.js'

export const routesFor = ({ basePath }: Options): Routes => ({
  frontend: [...clientRoutes, ...signUpRoutes, ...signInRoutes, ...sessionRoutes],

  backend: [...jwksRoutes],

  documents: [jwksDocument(basePath)],
})
