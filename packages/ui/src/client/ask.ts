import { type ErrorLine, refusal, strangeAnswer, unanswered } from './failure.js'

/** A picture may take as long as it takes. */
const answerMilliseconds = 30_000

interface Refused {
  errors?: ErrorLine[]
}

/** Sends one request to the server and reads its JSON. `seen` hears of the answer, a refusal too, before this throws. @throws RequestFailure */
export async function ask<Answer extends object>(
  address: string,
  { method, body }: { method: 'GET' | 'POST'; body?: BodyInit },
  seen: (status: number, answer: (Answer & Refused) | null) => void = () => {},
): Promise<Answer> {
  const signal = body instanceof FormData ? null : AbortSignal.timeout(answerMilliseconds)
  const response = await fetch(address, { method, body: body ?? null, credentials: 'same-origin', signal }).catch(() => {
    throw unanswered()
  })
  const answer = await jsonOf<Answer & Refused>(response)
  seen(response.status, answer)
  if (!response.ok) throw refusal(response, answer?.errors)
  if (!answer) throw strangeAnswer(response.status)
  return answer
}

async function jsonOf<Answer>(response: Response): Promise<Answer | null> {
  if (!response.headers.get('Content-Type')?.startsWith('application/json')) return null
  return response.json().catch(() => {
    throw unanswered() // it broke off
  })
}
