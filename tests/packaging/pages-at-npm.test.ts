/** What npm shows of each package: its README, and where it comes from. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { read, root, savedAs, snippetsIn } from '../structure/documents.js'
import { pack } from './packed.js'
import { reader } from './reader.js'

const packed = pack()
const published = (file: string, name: string) => execFileSync('tar', ['-xzOf', file, `package/${name}`], { encoding: 'utf8' })
const repository = 'https://github.com/frontdesk-auth/frontdesk'

describe.each(packed)('$name', ({ name, file }) => {
  test('a package has a README that says how it is installed, and its links lead to documents that exist', () => {
    const readme = published(file, 'README.md')
    expect(readme).toMatch(new RegExp(`^# ${name}\n`))
    expect(readme).toMatch(new RegExp(`^npm install .*${name}( |$)`, 'm'))
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target!)
    expect(links.length).toBeGreaterThan(2)
    const inside = links.map((target) => target.split(`${repository}/blob/main/`)[1]?.split('#')[0])
    expect(inside.filter((path) => !path || !existsSync(join(root, path)))).toEqual([])
  })

  test('a package says where its source, its errors and its words to be found by are', () => {
    const { homepage, bugs, repository: source, keywords } = JSON.parse(published(file, 'package.json'))
    expect({ homepage, bugs }).toEqual({ homepage: `${repository}#readme`, bugs: `${repository}/issues` })
    expect(source).toEqual({ type: 'git', url: `git+${repository}.git`, directory: expect.stringMatching(/^packages\/[\w-]+$/) })
    expect(JSON.parse(read(`${source.directory}/package.json`)).name).toBe(name)
    expect(keywords).toEqual(expect.arrayContaining(['authentication', 'self-hosted', 'clerk']))
  })
})

test('a reader of the README of @frontdesk/backend starts a server and asks it for its users', async () => {
  const readme = read('packages/backend/README.md')
  const [code, lines, asks] = snippetsIn(readme).map((snippet) => snippet.code)
  const person = await reader(packed, 4400)
  person.save(savedAs(readme)[0]!, code!)
  const server = await person.start(lines!)
  onTestFinished(async () => {
    await server.kill()
  })
  expect(person.type(asks!)).toBe('1 user: jane@example.com\n')
})
