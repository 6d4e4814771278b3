/** The documents of this repository, and where what they name is found. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('../..', import.meta.url))
export const read = (path: string): string => readFileSync(join(root, path), 'utf8')

const within = (folder: string) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((path) => `${folder}/${path}`)

const ofPackages = readdirSync(join(root, 'packages')).map((name) => `packages/${name}/README.md`)

export const documents = ['README.md', 'CONTRIBUTING.md', 'benchmarks/README.md', ...ofPackages, ...within('docs')].filter(
  (path) => path.endsWith('.md') && existsSync(join(root, path)),
)

/** The source of some packages, from the repository's root; tests and what only they use are left out. */
export const sourcesOf = (...packages: string[]): string[] =>
  packages
    .flatMap((name) => within(`packages/${name}/src`))
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$|\/testing\//.test(path))

export interface Snippet {
  language: string
  code: string
  /** The file that it quotes, named by a comment before it: `<!-- from path/to/file.ts -->`. */
  quotes: string | undefined
}

export const snippetsIn = (text: string): Snippet[] =>
  [...text.matchAll(/(?:<!-- from (\S+) -->\n+)?```(\w*)\n([\s\S]*?)```/g)].map(([, quotes, language, code]) => ({
    language: language!, // these two groups are always there
    code: code!,
    quotes,
  }))

/** The names under which a reader is told to save what a document shows: "save it as `app.js`". */
export const savedAs = (text: string): string[] => [...text.matchAll(/\bsave\b[^.`]* as `([\w.-]+)`/gi)].map(([, name]) => name!)
