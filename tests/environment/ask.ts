import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express'
import { token } from '../../packages/backend/src/testing/desk.js'
import { listening } from './listening.js'

/** What an app of these handlers answers to a bearer of a good token; an error is answered as `refused: ` and its message. */
export async function ask(...handlers: RequestHandler[]): Promise<string> {
  const app = express()
  app.use(...handlers)
  app.use((error: Error, _q: Request, response: Response, _n: NextFunction) => void response.send(`refused: ${error.message}`))
  const { origin, close } = await listening(app)
  const headers = { authorization: `Bearer ${token()}`, connection: 'close' }
  const text = await (await fetch(`${origin}/`, { headers })).text()
  await close()
  return text
}
