/** What people read on the pages comes from the catalogue, so that no page speaks two languages. */
import { readdirSync, readFileSync } from 'node:fs'
import { parseSync } from 'vite'
import { describe, expect, test } from 'vitest'

const pages = new URL('../../packages/ui/src/', import.meta.url)

/** Attributes that are read aloud or shown, and what our own components call such texts. */
const shownAttributes =
  /^(aria-(label|description|placeholder|roledescription|valuetext)|title|placeholder|alt|label|lead|hint|about|action|detail|shown|spoken|text|problem|reason|foot)$/
/** Functions that show their argument. */
const showing = /^(notify|announce|alert|set(Problem|Reason|Notice|Errors?))$/

interface Node {
  type: string
  start: number
  [part: string]: unknown
}

/** The texts in a source that people would read. */
function textsIn(file: string, source: string): string[] {
  const found: string[] = []

  /** A literal here is shown; functions and attributes inside decide for themselves. */
  function visitShown(node: Node): void {
    if (node.type === 'JSXText' || node.type === 'Literal') add(node.value)
    else if (node.type === 'TemplateElement') add((node.value as { cooked: string }).cooked)
    else if (/^(JSX(Element|Fragment)|.*Function.*|CallExpression|MemberExpression)$/.test(node.type)) visit(node)
    else if (node.type === 'BinaryExpression' && node.operator !== '+') visit(node)
    else if (node.type === 'ConditionalExpression') {
      visit(node.test as Node)
      visitShown(node.consequent as Node)
      visitShown(node.alternate as Node)
    } else for (const child of childrenOf(node)) visitShown(child)
  }

  function visit(node: Node): void {
    if (node.type === 'JSXElement' || node.type === 'JSXFragment') {
      for (const child of node.children as Node[]) visitShown(child)
      if (node.openingElement) visit(node.openingElement as Node)
    } else if (node.type === 'JSXAttribute') {
      const { name } = node.name as { name: string }
      if (node.value) (shownAttributes.test(name) ? visitShown : visit)(node.value as Node)
    } else if (node.type === 'CallExpression' && showing.test((node.callee as { name?: string }).name ?? '')) {
      for (const argument of node.arguments as Node[]) visitShown(argument)
    } else if (
      node.type === 'AssignmentExpression' &&
      /\.(title|textContent|innerText|ariaLabel)$/.test(textOf(node.left as Node))
    ) {
      visitShown(node.right as Node)
    } else for (const child of childrenOf(node)) visit(child)
  }

  const textOf = ({ start, end }: Node) => source.slice(start, end as number)
  const add = (text: unknown) => typeof text === 'string' && /\p{L}/u.test(text) && found.push(text.trim())
  visit(parseSync(file, source).program as unknown as Node) // it is read by its types only
  return found
}

const childrenOf = (node: Node): Node[] =>
  Object.values(node)
    .flat()
    .filter((part): part is Node => typeof part === 'object' && part !== null && 'type' in part)

const sources = readdirSync(pages, { recursive: true, encoding: 'utf8' }).filter((file) => /(?<!test)\.tsx?$/.test(file))

test.each(sources)('%s has no text of its own', (file) => {
  expect(textsIn(file, readFileSync(new URL(file, pages), 'utf8'))).toEqual([])
})

describe('a text that is written into a page is found', () => {
  test.each([
    ['<p>Hello</p>', 'Hello'],
    ["<p>{'Hello'}</p>", 'Hello'],
    [`<p>{\`Hello \${name}\`}</p>`, 'Hello'],
    ["<p>{'Hello ' + name}</p>", 'Hello'],
    ["<p>{isNew ? 'Hello' : words.back}</p>", 'Hello'],
    ["<p>{isNew && 'Hello'}</p>", 'Hello'],
    ["<ul>{list.map((one) => <li title='Hello'>{one}</li>)}</ul>", 'Hello'],
    ['<button aria-label="Hello" />', 'Hello'],
    ["<Screen lead={'Hello'} />", 'Hello'],
    ["<a onClick={() => notify('Hello')} />", 'Hello'],
    ["<a onClick={() => (document.title = 'Hello')} />", 'Hello'],
  ])('%s', (source, text) => {
    expect(textsIn('a.tsx', `export const A = () => ${source}`)).toEqual([text])
  })

  test.each([
    "<p class={isNew ? 'new' : 'old'}>{words.hello} · {fill(words.to, { name })}</p>",
    "<input name='code' type={shown ? 'text' : 'password'} />",
    "<p>{mode === 'public' && words.hello}</p>",
  ])('and what nobody reads is not: %s', (source) => {
    expect(textsIn('a.tsx', `export const A = () => ${source}`)).toEqual([])
  })
})
