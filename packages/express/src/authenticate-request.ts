import {
  type AuthenticateRequestOptions,
  type AuthRequest,
  authenticate,
  findEmbedded,
  instanceFor,
  type RequestState,
} from '@frontdesk/backend'
import type { Request } from 'express'

/** Who sends an Express request. The headers are read where they are; no Web Request is made. */
export async function authenticateExpressRequest(request: Request, options: AuthenticateRequestOptions): Promise<RequestState> {
  return authenticate(await instanceFor(options, findEmbedded(request)), fromExpress(request))
}

function fromExpress(request: Request): AuthRequest {
  let url: URL | undefined
  return {
    method: request.method,
    header: (name) => {
      const value = request.headers[name]
      return Array.isArray(value) ? value[0] : value
    },
    url: () => {
      // `trust proxy` is the app's decision: Express answers protocol and host by it.
      url ??= new URL(request.originalUrl, `${request.protocol}://${request.get('host') ?? 'localhost'}`)
      return url
    },
  }
}
