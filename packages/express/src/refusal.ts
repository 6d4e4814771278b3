/** The responses of guards that refuse a request: text for browsers that load a page, else JSON as in the APIs. */
import { type ReverificationConfig, reverificationError } from '@frontdesk/backend'
import type { Request, Response } from 'express'

const refusals = {
  401: { code: 'signed_out', message: 'You are signed out.', long_message: 'Sign in to go on.' },
  403: {
    code: 'authorization_invalid',
    message: 'You are not allowed to do this.',
    long_message: 'Your account lacks the permission that this request needs.',
  },
}

export function refuse(request: Request, response: Response, status: keyof typeof refusals): void {
  const { code, message, long_message } = refusals[status]
  if (status === 401) response.set('WWW-Authenticate', 'Bearer') // RFC 9110, section 15.5.2
  answer(request, response, status, `${message} ${long_message}`, { errors: [{ code, message, long_message, meta: {} }] })
}

/** Refuses somebody whose sign-in is too old for this; what clerk-js reads lets it ask them again. */
export function refuseUntilReverified(request: Request, response: Response, missing: ReverificationConfig): void {
  answer(request, response, 403, 'Your sign-in is too old for this. Show once more who you are.', reverificationError(missing))
}

function answer(request: Request, response: Response, status: number, words: string, body: object): void {
  response.status(status).vary('Accept').set('Cache-Control', 'no-store')
  if (prefersHtml(request)) response.type('text').send(words)
  else response.json(body)
}

/** Whether the caller prefers HTML: browsers do for pages; scripts that accept anything do not. */
export const prefersHtml = (request: Request): boolean => request.accepts(['json', 'html']) === 'html'
