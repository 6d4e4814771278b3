import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const built = fileURLToPath(new URL('../../packages/server/bin/frontdesk.js', import.meta.url))

/** Runs `frontdesk …` to its end: everything that it printed, and how it ended. The one that was built, unless another is meant. */
export function runCommand(
  command: string,
  env: Record<string, string>,
  cwd?: string,
  cli = built,
): Promise<{ code: unknown; output: string }> {
  const { PATH = '' } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [cli, ...command.split(' ')], { env: { PATH, ...env }, cwd, timeout: 20_000 }, (error, out, err) =>
      resolve({ code: error ? error.code : 0, output: out + err }),
    )
  })
}
