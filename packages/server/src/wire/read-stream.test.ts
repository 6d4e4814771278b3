import { createServer, type IncomingMessage } from 'node:http'
import { type AddressInfo, connect, type Socket } from 'node:net'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { leaveSoon, readStream } from './read-stream.js'

const server = createServer((message) => arrived(message))
let arrived: (message: IncomingMessage) => void
let client: Socket

beforeEach(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
})
afterEach(async () => {
  vi.useRealTimers()
  client.destroy()
  await new Promise((resolve) => server.close(resolve))
})

/** The message of a client that has sent its head and promised so many bytes. */
async function begun(length: number): Promise<IncomingMessage> {
  const message = new Promise<IncomingMessage>((resolve) => {
    arrived = resolve
  })
  client = connect((server.address() as AddressInfo).port, '127.0.0.1') // it listens on a port
  client.on('error', () => {})
  client.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${length}\r\n\r\n`)
  return message
}

const send = async (message: IncomingMessage, bytes: number) => {
  const before = received.get(message) ?? 0
  await new Promise<void>((resolve) => {
    let seen = 0
    message.on('data', (chunk: Buffer) => {
      seen += chunk.byteLength
      if (seen >= bytes) resolve()
    })
    client.write(Buffer.alloc(bytes))
  })
  received.set(message, before + bytes)
}
const received = new Map<IncomingMessage, number>()

test('attack: a body that stalls is given up after ten seconds', async () => {
  const message = await begun(100)
  const read = readStream(message, 1000)
  const refused = expect(read).rejects.toMatchObject({ status: 408 })
  await send(message, 50)
  await vi.advanceTimersByTimeAsync(10_100)
  await refused
})

test('a body that arrives at half a megabit a second has the time it takes', async () => {
  const message = await begun(1_000_000)
  const read = readStream(message, 1_000_000)
  for (let part = 0; part < 10; part++) {
    await send(message, 100_000)
    if (part < 9) await vi.advanceTimersByTimeAsync(2_000)
  }
  expect((await read).byteLength).toBe(1_000_000)
})

test('attack: a caller that has its answer and goes on sending for ever is left', async () => {
  const message = await begun(100)
  const closed = new Promise((resolve) => client.once('close', resolve))
  leaveSoon(message)
  await vi.advanceTimersByTimeAsync(10_000)
  await closed
})
