/** Middleware of one's own on `authenticateRequest()` of the Express package. */
import { authenticateRequest, clerkClient, type ExpressRequestWithAuth } from '@clerk/express'
import type { RequestHandler } from 'express'

export const attachUser: RequestHandler = async (request, response, next) => {
  const state = await authenticateRequest({ clerkClient, request, options: { secretKey: process.env.CLERK_SECRET_KEY } })
  state.headers.forEach((value, name) => {
    response.setHeader(name, value)
  })
  response.locals.userId = state.toAuth()?.userId ?? null
  next()
}

export const greet: RequestHandler = (request, response) => {
  const { userId } = (request as ExpressRequestWithAuth).auth()
  response.send(userId ? `Hello ${userId}` : 'Hello')
}
