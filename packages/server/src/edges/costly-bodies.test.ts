/** Attack: one small request keeps the whole process busy, or draws an answer much larger than itself. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type TestServer, testServer } from '../testing/test-server.js'

const form = 'application/x-www-form-urlencoded'
const json = 'application/json'
const multipart = 'multipart/form-data; boundary=x'
const part = (name: string, extra = '') => `--x\r\nContent-Disposition: form-data; name="${name}"${extra}\r\n\r\n\r\n`
const many = (size: number, item: (at: number) => string, length = item(0).length) =>
  Array.from({ length: Math.floor(size / length) }, (_, at) => item(at)).join('')
const number = (at: number) => String(at).padStart(6, '0')

const shapes: Array<[name: string, type: string, body: (size: number) => string]> = [
  ['one name', form, (size) => 'a&'.repeat(size / 2)],
  ['one known name', form, (size) => 'code=1&'.repeat(size / 7)],
  ['one list', form, (size) => 'a[]=&'.repeat(size / 5)],
  ['one known list', form, (size) => 'identifier[]=&'.repeat(size / 14)],
  ['nothing but separators', form, (size) => '&'.repeat(size)],
  ['many names', form, (size) => many(size, (at) => `${number(at)}=&`)],
  ['brackets in a name', form, (size) => `a${'[]'.repeat(size / 2)}=1`],
  ['a long name', form, (size) => `${'a'.repeat(size - 1)}=`],
  ['escapes', form, (size) => `identifier=${'%41'.repeat(size / 3 - 4)}`],
  ['broken escapes', form, (size) => `identifier=${'%'.repeat(size - 11)}`],
  ['pluses', form, (size) => `identifier=${'+'.repeat(size - 11)}`],
  ['the same form in no type at all', '', (size) => 'a&'.repeat(size / 2)],
  ['many keys', json, (size) => `{${many(size - 20, (at) => `"${number(at)}":0,`)}"a":0}`],
  ['one key again and again', json, (size) => `{${'"a":0,'.repeat(size / 6 - 2)}"a":0}`],
  ['a long list', json, (size) => `{"identifier":[${'0,'.repeat(size / 2 - 10)}0]}`],
  ['a long list of lists', json, (size) => `{"identifier":[${'[],'.repeat(size / 3 - 8)}[]]}`],
  ['a deep list', json, (size) => `{"identifier":${'['.repeat(size / 2 - 10)}${']'.repeat(size / 2 - 10)}}`],
  ['a deep object', json, (size) => `{"identifier":${'{"a":'.repeat(size / 6 - 5)}0${'}'.repeat(size / 6 - 5)}}`],
  ['deep metadata', json, (size) => `{"unsafe_metadata":${'{"a":'.repeat(size / 6 - 5)}0${'}'.repeat(size / 6 - 5)}}`],
  ['wide metadata', json, (size) => `{"unsafe_metadata":{${many(size - 50, (at) => `"${number(at)}":0,`)}"a":0}}`],
  ['metadata in a form', form, (size) => `unsafe_metadata=${'['.repeat(size - 16)}`],
  ['escapes in JSON', json, (size) => `{"identifier":"${'\\u0041'.repeat(size / 6 - 4)}"}`],
  ['dots for an address', json, (size) => `{"identifier":"${'a.'.repeat(size / 2 - 10)}","email_address":"${'a.'.repeat(100)}"}`],
  ['small parts', multipart, (size) => `${part('a').repeat(size / part('a').length)}--x--`],
  ['small files', multipart, (size) => `${part('a', '; filename="b"').repeat(size / part('a', '; filename="b"').length)}--x--`],
  ['lines in a part\'s head', multipart, (size) => `--x\r\n${'A: b\r\n'.repeat(size / 6)}\r\n--x--`],
  ['empty lines before the first part', multipart, (size) => `${'\r\n'.repeat(size / 2)}${part('a')}--x--`],
  ['a part without an end', multipart, (size) => `${part('a')}${'\r\n--'.repeat(size / 4)}`],
  ['dashes for a boundary', `multipart/form-data; boundary=${'-'.repeat(70)}`, (size) => '-'.repeat(size)],
] // biome-ignore format: a table

/** Bodies that are what they should be, as large as one can be. */
const wellFormed = (size: number) => {
  const token = 'x'.repeat(8000)
  const fields = ['captcha_token', 'token', 'proof_token', 'signature', 'client_data', 'public_key_credential']
  const pairs = fields.slice(0, Math.floor(size / 8200)).map((name) => [name, token])
  return JSON.stringify({ ...Object.fromEntries(pairs), strategy: 'email_code' })
}

describe('a body of strange shape', () => {
  let server: TestServer
  beforeAll(async () => {
    server = await testServer('sqlite')
  })
  afterAll(() => server.close())

  const send = (path: string, type: string, body: string) =>
    server.request(`/__clerk/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: new TextEncoder().encode(body),
    })

  /** What the processor had to do, at best of several times, or once it is little enough: the machine has other things to do meanwhile. */
  async function millisecondsOf(path: string, type: string, body: string, enough = 0): Promise<number> {
    let best = Number.POSITIVE_INFINITY
    for (let turn = 0; turn < 20 && best >= enough; turn++) {
      const start = process.cpuUsage()
      await (await send(path, type, body)).text()
      const { user, system } = process.cpuUsage(start)
      best = Math.min(best, (user + system) / 1000)
    }
    return best
  }

  test.each([
    ['/client/sign_ins', 32 * 1024],
    ['/client/sign_ups', 96 * 1024],
    ['/client/sign_ins', 100 * 1024],
    ['/client/sign_ups', 1024 * 1024],
  ])('a body of strange shape costs no more than five well-formed ones of its size: %s, %i bytes', async (path, size) => {
    const usual = await millisecondsOf(path, json, wellFormed(size))
    const most = 5 * Math.max(usual, 5) // below that the machine's own doings show; what grows faster takes seconds
    for (const [name, type, body] of shapes) {
      const took = await millisecondsOf(path, type, body(size), most)
      expect(took, `${name}: ${took.toFixed(1)} ms beside ${usual.toFixed(1)} ms`).toBeLessThan(most)
    }
  })

  test.each(shapes)('a body of strange shape draws no large answer: %s', async (_name, type, body) => {
    for (const size of [60, 600, 6000, 30_000, 100_000]) {
      const answer = await send('/client/sign_ins', type, body(size))
      expect(answer.status).toBeOneOf([200, 400, 413, 415, 422]) // a form of nothing but separators is an empty one
      expect((await answer.text()).length).toBeLessThan(3000)
    }
  })
})
