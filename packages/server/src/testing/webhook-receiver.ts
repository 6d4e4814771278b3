/** An HTTP server that takes webhooks, and answers each as the test says. */
import { type Listening, listening } from '../../../../tests/environment/listening.js'

export interface Received {
  headers: Record<string, string>
  body: string
  event: { type: string; data: { id: string } & Record<string, unknown> } & Record<string, unknown>
}

export interface Receiver {
  url: string
  /** All that arrived, refused or not, in order. */
  received: Received[]
  /** `type id`, in order. */
  told(): string[]
  close(): Promise<void>
}

/** A status, or a promise of one; `hang` never answers. */
export type AnswerTo = (received: Received) => number | 'hang' | Promise<number | 'hang'>

export async function startReceiver(answer: AnswerTo = () => 204): Promise<Receiver> {
  const received: Received[] = []
  const server: Listening = await listening(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const headers = request.headers as Record<string, string> // webhooks repeat none
    const one: Received = { headers, body, event: JSON.parse(body) }
    received.push(one)
    const status = await answer(one)
    if (status !== 'hang') response.writeHead(status).end()
  })
  return {
    url: `${server.origin}/hook`,
    received,
    told: () => received.map(({ event }) => `${event.type} ${event.data.id}`),
    close: server.close,
  }
}
