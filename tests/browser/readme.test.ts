/** A person who has only a README gets to a signed-in page in an app of their own. Every line that is typed stands in the document. */
import { describe, expect, onTestFinished, test } from 'vitest'
import { pack } from '../packaging/packed.js'
import { reader } from '../packaging/reader.js'
import { read, savedAs, snippetsIn } from '../structure/documents.js'
import { visitorsOf } from './visitors.js'

interface Way {
  way: string
  name: string
  code: string
  /** The last one starts the app. */
  lines: string
  /** What is shown to who is signed in. */
  shows?: Record<string, RegExp>
}

const packed = pack()

/** The first example of a document, as it says to save and to start it. */
function firstOf(document: string): Way {
  const snippets = snippetsIn(read(document))
  const [code, lines] = [/\bfrontdesk\(\)/, /^npm init/m].map((part) => snippets.find((snippet) => part.test(snippet.code))!.code)
  return { way: `by ${document}`, name: savedAs(read(document))[0]!, code: code!, lines: lines! }
}

const readme = snippetsIn(read('README.md')).map(({ code }) => code)
const snippet = (part: string) => readme.find((code) => code.includes(part))!
const first = firstOf('README.md')
const esModule = {
  ...first,
  code: first.code.replace('app.listen', `${snippet('/api/me')}\n$&`),
  shows: { '/protected': /^This is a protected route$/, '/api/me': /"userId":"user_/, '/users': /jane@example\.com/ },
}

const before = (line: string, more: string, { lines }: Way) => lines.replace(line, `${more.trim()}\n$&`)
const typeCommonJs = /`(npm pkg set type=commonjs)`/.exec(read('README.md'))![1]!
const commonJs = {
  ...esModule,
  code: esModule.code
    .replace(/^(import .*\n)+/, snippet('require('))
    .replace(/^import (.*) from (.*)$/gm, 'const $1 = require($2)'),
  lines: before('node app.js', typeCommonJs, esModule),
}
const typeScript = {
  ...esModule,
  name: savedAs(read('README.md'))[1]!,
  lines: before('node app.js', snippet('tsc --init'), esModule),
}
const olderTypeScript = {
  ...typeScript,
  lines: before('npx tsc --init', typeCommonJs, typeScript).replace(' typescript ', ' typescript@5.0 '),
}

/** The app's own connection to the file in which its table is, by the driver that this Node has. */
const profilesPage = `
const { DatabaseSync } = process.getBuiltinModule?.('node:sqlite') ?? (await import('@photostructure/sqlite'))
app.get('/profiles', (req, res) => {
  const rows = new DatabaseSync('.frontdesk/frontdesk.db').prepare('select * from app_profiles').all()
  res.send(rows.length + ' ' + rows[0].email)
})
`
const withHook = {
  ...first,
  code: first.code
    .replace(/^app\.use\(frontdesk\(\)\).*$/m, () => snippet('app_profiles'))
    .replace('app.listen', `${profilesPage}$&`),
  shows: { '/profiles': /^1 jane@example\.com$/ },
}

const ways: Way[] = [
  { ...esModule, way: 'as an ES module' },
  { ...commonJs, way: 'in CommonJS' },
  { ...withHook, way: 'with a hook' },
  { ...typeScript, way: 'in TypeScript' },
  { ...olderTypeScript, way: 'in TypeScript 5.0' },
  firstOf('packages/server/README.md'),
  firstOf('packages/express/README.md'),
]

describe.each(ways)('an app $way', ({ name, code, lines, shows = {} }) => {
  test('a reader of the README signs up in an app of their own, is signed in, signs out, and backs it up', async () => {
    const person = await reader(packed, 3000)
    person.save(name, code)
    const app = await person.start(lines)
    onTestFinished(async () => {
      await app.kill()
    })
    const visitors = await visitorsOf(app.origin)
    onTestFinished(visitors.close)
    const visitor = await visitors.visitor()

    await visitors.signUp(visitor, 'jane@example.com')
    await visitor.page.getByText(/^You /).waitFor()
    for (const [path, text] of Object.entries(shows)) {
      await visitor.open(path)
      expect(await visitor.page.locator('body').innerText()).toMatch(text)
    }

    await visitor.open('/')
    await visitor.page.getByRole('button', { name: 'Sign out' }).click()
    await visitor.page.getByText('Sign in').first().waitFor()
    await visitor.open('/')
    expect(await visitor.page.getByRole('button', { name: 'Sign out' }).count()).toBe(0)
    expect(visitor.faults).toEqual([])

    expect(person.type('npx frontdesk doctor')).toContain('No problem found.')
    expect(person.type('npx frontdesk backup backups/monday')).toContain('Backed up to backups/monday/frontdesk.db')
  })
})
