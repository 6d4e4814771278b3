/** A program under test in a process of its own, which ends with the test run at the latest. */
import { type ChildProcess, spawn } from 'node:child_process'

export interface StartedProcess {
  /** `http://host:port`, as the program printed it or the test gave it. */
  origin: string
  pid: number
  /** Everything printed so far, to both streams. */
  output(): string
  /** Resolves when it is gone. SIGTERM unless told. */
  kill(signal?: NodeJS.Signals): Promise<Exit>
  /** Resolves when it ends by itself or is killed. */
  exited: Promise<Exit>
}

export interface Exit {
  code: number | null
  signal: NodeJS.Signals | null
}

export interface StartOptions {
  cwd?: string
  /** Added to PATH, HOME and TMPDIR; nothing else of the test run's own environment is passed on. */
  env?: Record<string, string>
  /** Ready when this address answers, whatever the status; without it, when the program prints an address. */
  origin?: string
  timeoutMs?: number
}

const running = new Set<ChildProcess>()
const endAll = () => {
  for (const child of running) killGroup(child, 'SIGKILL')
}
process.on('exit', endAll)
// Ctrl-C, or the test run is gone ('disconnect'): a worker would otherwise sit its tests out, or die without 'exit'.
for (const event of ['SIGINT', 'SIGTERM', 'SIGHUP', 'disconnect']) {
  process.on(event, () => {
    endAll()
    process.kill(process.pid, 'SIGKILL')
  })
}

/** Starts a program and waits until it is ready. Throws, with its output, when it ends first or takes too long. */
export async function startProcess(command: string, args: string[], options: StartOptions = {}): Promise<StartedProcess> {
  const { cwd, env = {}, timeoutMs = 20_000 } = options
  const { PATH = '', HOME = '', TMPDIR = '/tmp' } = process.env
  const child = spawn(command, args, {
    cwd,
    env: { PATH, HOME, TMPDIR, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // a group of its own, so that what it starts itself ends with it
  })
  const end = (signal: NodeJS.Signals) => killGroup(child, signal)
  running.add(child)
  const exited = new Promise<Exit>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      running.delete(child)
      resolve({ code, signal })
    })
  })

  let output = ''
  const sawAddress = new Promise<string>((resolve) => {
    const read = (chunk: string) => {
      output += chunk
      const address = /(https?:\/\/[\w.-]+:\d+)\D/.exec(output)?.[1]
      if (address) resolve(address)
    }
    child.stdout.setEncoding('utf8').on('data', read)
    child.stderr.setEncoding('utf8').on('data', read)
  })

  const stopWaiting = new AbortController()
  const timer = setTimeout(() => stopWaiting.abort(), timeoutMs)
  try {
    const origin = await Promise.race([
      options.origin ? answering(options.origin, stopWaiting.signal) : sawAddress,
      exited.then(({ code, signal }) => {
        throw new Error(`ended with ${signal ?? code}`)
      }),
      new Promise<never>((_, reject) => {
        stopWaiting.signal.addEventListener('abort', () => reject(new Error(`was not ready within ${timeoutMs} ms`)))
      }),
    ])
    return {
      origin,
      pid: child.pid!, // set, since it runs
      output: () => output,
      exited,
      async kill(signal = 'SIGTERM') {
        end(signal)
        return exited
      },
    }
  } catch (error) {
    end('SIGKILL')
    throw new Error(`${[command, ...args].join(' ')} ${(error as Error).message}\n${output}`, { cause: error })
  } finally {
    clearTimeout(timer)
    stopWaiting.abort()
  }
}

async function answering(origin: string, signal: AbortSignal): Promise<string> {
  while (!signal.aborted) {
    try {
      await (await fetch(origin, { signal, redirect: 'manual' })).body?.cancel()
      return origin
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20)) // nothing listens yet
    }
  }
  throw new Error('does not answer')
}

function killGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch {
    // it ended in this very moment
  }
}
