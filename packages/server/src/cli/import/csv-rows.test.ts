import { expect, test } from 'vitest'
import { textFile } from '../../testing/import-texts.js'
import { csvRecords, csvRows } from './csv-rows.js'

const lengths = [1, 2, 3, 7, 1000]

async function rowsOf(text: string, pieceLength: number) {
  const rows = []
  for await (const { place, values } of csvRows(textFile('f.csv', text, pieceLength))) rows.push([place, ...values])
  return rows
}

test.each(lengths)('CSV is the same in pieces of any length: %s', async (length) => {
  const text = 'id,"a ""quoted"" name"\r\n1,"two\nlines, and a comma"\r\n\r\n2,\n3,"""" \n'.replace('"""" ', '""""')
  expect(await rowsOf(text, length)).toEqual([
    ['f.csv:1', 'id', 'a "quoted" name'],
    ['f.csv:2', '1', 'two\nlines, and a comma'],
    ['f.csv:5', '2', ''],
    ['f.csv:6', '3', '"'],
  ])
})

test.each([
  ['id;name\n1;a,b', ['1', 'a,b']],
  ['id\tname\r1\ta b', ['1', 'a b']],
  ['id,"a;b;c"\n1,2', ['1', '2']],
])('the delimiter is what the first line has most of, and the last line needs no end: %j', async (text, values) => {
  expect((await rowsOf(text, 2)).at(-1)!.slice(1)).toEqual(values)
})

test.each(lengths)(
  'a quote that nothing ends, and one that stands within a field, stop the reading: pieces of %s',
  async (length) => {
    await expect(rowsOf('id,name\n1,"open\n2,x\n', length)).rejects.toThrow(
      'f.csv:2 is not CSV: the quote that begins there has no end.',
    )
    await expect(rowsOf('id,name\n1,"a"b\n', length)).rejects.toThrow('f.csv:2 is not CSV')
  },
)

test('a row with another number of fields is told with its place, and the rest is read', async () => {
  const read = []
  for await (const record of csvRecords(textFile('f.csv', 'id,name\n1,a,b\n2,c\n'))) read.push(record)
  expect(read).toEqual([
    { place: 'f.csv:2', refused: 'has 3 fields, where the first line names 2' },
    { place: 'f.csv:3', record: { id: '2', name: 'c' } },
  ])
})
