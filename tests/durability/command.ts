import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

/** Everything that a program printed, and how it ended. */
interface Ended {
  code: unknown
  output: string
}

/** Runs `frontdesk …` to its end. The one that was built, unless another is meant. */
export const runCommand = (command: string, env: Record<string, string>, cwd?: string, cli = built): Promise<Ended> =>
  runProgram(cli, command.split(' '), env, cwd)

/** Runs a program for Node to its end. */
export function runProgram(file: string, args: string[], env: Record<string, string>, cwd?: string): Promise<Ended> {
  const { PATH = '' } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [file, ...args], { env: { PATH, ...env }, cwd, timeout: 20_000 }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, output: out + err }),
    )
  })
}
