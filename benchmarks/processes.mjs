/** Programs under measurement, each in a process of its own, and a load generator that keeps `concurrency` requests under way. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { fileURLToPath } from 'node:url'

/** Starts a subject; ready when it sends its port. `stop` also tells the memory it used. */
export async function startSubject(name, env = {}) {
  const startedAt = performance.now()
  const child = spawn(process.execPath, [fileURLToPath(new URL(`subjects/${name}.mjs`, import.meta.url))], {
    env: { ...process.env, ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const message = await new Promise((resolve, reject) => {
    child.once('message', resolve)
    child.once('exit', (code) => reject(new Error(`${name} ended with ${code}`)))
  })
  return {
    ...message,
    startedAt,
    residentMegabytes: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024,
    stop: () => new Promise((resolve) => child.once('exit', resolve) && child.kill()),
  }
}

/** One request; resolves with status, headers and text. */
export function send({ port, agent, path, method = 'GET', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port,
        agent,
        path,
        method,
        headers: { ...headers, ...(body && { 'content-length': Buffer.byteLength(body) }) },
      },
      (incoming) => {
        let text = ''
        incoming
          .setEncoding('utf8')
          .on('data', (chunk) => (text += chunk))
          .on('end', () => resolve({ status: incoming.statusCode, headers: incoming.headers, text }))
      },
    )
    outgoing.on('error', reject).end(body)
  })
}

/** Requests per second: `one(index)` is called until the time is over, with that many under way. A refusal ends the measurement. */
export async function rate(one, { seconds, concurrency }) {
  const until = performance.now() + seconds * 1000
  let done = 0
  let next = 0
  const startedAt = performance.now()
  await Promise.all(
    Array.from({ length: concurrency }, async () => {
      while (performance.now() < until) {
        const { status, text } = await one(next++)
        if (status !== 200) throw new Error(`answered ${status}: ${text.slice(0, 300)}`)
        done++
      }
    }),
  )
  return done / ((performance.now() - startedAt) / 1000)
}

export const keepAlive = () => new Agent({ keepAlive: true, maxSockets: 64 })

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
