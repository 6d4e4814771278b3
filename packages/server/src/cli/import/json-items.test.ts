import { expect, test } from 'vitest'
import { textFile } from '../../testing/import-texts.js'
import { jsonItems } from './json-items.js'

const lengths = [1, 2, 3, 7, 1000]
const items = [{ id: 'a', text: 'with } and " and \\ in it', in: { list: [{}, '[', ']'] } }, { id: 'b' }]

async function itemsOf(text: string, pieceLength: number) {
  const found = []
  for await (const item of jsonItems(textFile('f.json', text, pieceLength))) found.push(item)
  return found
}

test.each(lengths)('a list, a list in an object and NDJSON are the same in pieces of any length: %s', async (length) => {
  const lines = items.map((item) => JSON.stringify(item)).join('\n')
  for (const text of [lines, `${lines}\n`, JSON.stringify(items), JSON.stringify({ total_count: 2, data: items, more: [1] })])
    expect((await itemsOf(text, length)).map((item) => item.value)).toEqual(items)
  const pretty = await itemsOf(JSON.stringify({ users: items }, null, 2), length)
  expect(pretty.map(({ place }) => place)).toEqual(['f.json:1', 'f.json:2'])
})

test.each(lengths)('pages of an API that one file holds, one after the other, are read on: pieces of %s', async (length) => {
  const [first, second] = items.map((item) => [item])
  for (const [one, other] of [
    [first, second],
    [
      { data: first, total_count: 2 },
      { data: second, total_count: 2 },
    ],
  ])
    for (const text of [
      `${JSON.stringify(one)}${JSON.stringify(other)}[]`,
      `${JSON.stringify(one, null, 2)}\n${JSON.stringify(other)}\n`,
    ])
      expect((await itemsOf(text, length)).map(({ value }) => value)).toEqual(items)
})

test('nobody is in an empty list, and in an empty file', async () => {
  for (const text of ['[]', ' [ ]\n', '{"data":[]}', '', '\n']) expect(await itemsOf(text, 3)).toEqual([])
})

test.each(lengths)('what is cut short, is not JSON, or is no object stops the reading: pieces of %s', async (length) => {
  for (const text of ['[{"id":"a"},\n{"id":"b"', '[{"id":"a"},\n', '{"id":"a"}\n{"id":undefined}\n', 'id,name\n'])
    await expect(itemsOf(text, length)).rejects.toThrow(/^f\.json is not JSON behind object [01]: /)
  await expect(itemsOf('["a"]', length)).rejects.toThrow('f.json:1 is no object.')
})
