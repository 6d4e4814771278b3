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
}

const packed = pack()

/** The first example of a document, as it says to save and to start it. */
function firstOf(document: string): Way {
  const snippets = snippetsIn(read(document))
  const [code, lines] = [/\bfrontdesk\(\)/, /^npm init/m].map((part) => snippets.find((snippet) => part.test(snippet.code))!.code)
  return { way: `by ${document}`, name: savedAs(read(document))[0]!, code: code!, lines: lines! }
}

const plain = firstOf('README.md')
const readme = snippetsIn(read('README.md')).map(({ code }) => code)
const requires = readme.find((code) => code.includes('require('))!
const compiles = readme.find((code) => code.includes('tsc --init'))!
const typeCommonJs = /`(npm pkg set type=commonjs)`/.exec(read('README.md'))![1]!

const commonJs = {
  ...plain,
  way: 'in CommonJS',
  code: plain.code.replace(/^(import .*\n)+/, requires),
  lines: plain.lines.replace('node app.js', `${typeCommonJs}\nnode app.js`),
}
const typeScript = { name: savedAs(read('README.md'))[1]!, lines: plain.lines.replace('node app.js\n', compiles) }
const olderTypeScript = {
  ...typeScript,
  lines: typeScript.lines.replace(' typescript ', ' typescript@5.8 ').replace('npx tsc --init', `${typeCommonJs}\n$&`),
}

const ways: Way[] = [
  { ...plain, way: 'as an ES module' },
  commonJs,
  { ...plain, ...typeScript, way: 'in TypeScript' },
  { ...plain, ...olderTypeScript, way: 'in TypeScript 5.8' },
  firstOf('packages/server/README.md'),
  firstOf('packages/express/README.md'),
]

describe.each(ways)('an app $way', ({ name, code, lines }) => {
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
    await visitor.page.getByRole('button', { name: 'Sign out' }).click()
    await visitor.page.getByText('Sign in').first().waitFor()
    await visitor.open('/')
    expect(await visitor.page.getByRole('button', { name: 'Sign out' }).count()).toBe(0)
    expect(visitor.faults).toEqual([])

    expect(person.type('npx frontdesk doctor')).toContain('No problem found.')
    expect(person.type('npx frontdesk backup backups/monday')).toContain('Backed up to backups/monday/frontdesk.db')
  })
})
