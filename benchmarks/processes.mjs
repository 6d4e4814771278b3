/** Programs under measurement, each in a process of its own, and a load generator that keeps `concurrency` requests under way. */
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Agent } from 'undici'

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

/**
 * One request; resolves with status, cookies and text. `dispatch` takes three quarters of the time of undici's other calls, and those half
 * of what Node's client takes: time of the cores that the subject works on.
 */
export function send({ port, agent = shared, path, method = 'GET', headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const answer = { status: 0, cookies: [], text: '' }
    agent.dispatch(
      { origin: `http://127.0.0.1:${port}`, path, method, headers, body },
      {
        onRequestStart() {},
        onResponseStart(_controller, status, { 'set-cookie': cookies = [] }) {
          answer.status = status
          answer.cookies = [cookies].flat()
        },
        onResponseData(_controller, chunk) {
          answer.text += chunk
        },
        onResponseEnd: () => resolve(answer),
        onResponseError: (_controller, error) => reject(error),
      },
    )
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

export const keepAlive = () => new Agent({ connections: 64 })

const shared = keepAlive()

export const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
