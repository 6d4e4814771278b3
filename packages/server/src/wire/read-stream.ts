/** A body as it arrives, with a limit of size and a limit of time: somebody who sends a byte a minute would hold a connection for hours. */
import type { IncomingMessage } from 'node:http'
import { errors } from '@frontdesk/contract'

const patienceMs = 10_000
const slowestBytesPerMs = 64 // half a megabit a second, so that ten megabytes have three minutes

/** @throws `request_body_too_large`, `request_timeout`, `request_body_invalid` */
export function readStream(message: IncomingMessage, limit: number): Promise<Uint8Array> {
  if (Number(message.headers['content-length'] ?? 0) > limit) return Promise.reject(errors.requestBodyTooLarge())

  return new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = []
    const startedAt = performance.now()
    let length = 0
    let timer = setTimeout(checkProgress, patienceMs).unref()

    function checkProgress(): void {
      const left = startedAt + patienceMs + length / slowestBytesPerMs - performance.now()
      if (left > 0) timer = setTimeout(checkProgress, left).unref()
      else reject(errors.requestTimeout())
    }

    message.on('data', (arrived: Uint8Array | string) => {
      const chunk = typeof arrived === 'string' ? Buffer.from(arrived, message.readableEncoding ?? 'utf8') : arrived // as a logger may want it
      length += chunk.byteLength
      if (length <= limit) chunks.push(chunk)
      else reject(errors.requestBodyTooLarge()) // what still arrives is dropped
    })
    message.once('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)))
    message.once('error', () => reject(errors.requestBodyInvalid())) // the caller is gone; nobody will see the answer
    message.once('close', () => clearTimeout(timer)) // comes after each of them
  })
}

/** Gives a client that goes on sending after its answer a moment to end. */
export function leaveSoon(message: IncomingMessage): void {
  if (message.complete) return
  const timer = setTimeout(() => message.socket.destroy(), patienceMs).unref()
  message.once('close', () => clearTimeout(timer))
}
