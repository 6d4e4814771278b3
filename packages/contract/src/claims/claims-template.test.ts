import { describe, expect, test } from 'vitest'
import * as z from 'zod'
import { compileClaims, maxSessionClaimsBytes, sessionClaims, templateClaims } from './claims-template.js'

const person: Record<string, unknown> = {
  'user.first_name': 'Maria',
  'user.last_name': null,
  'user.email_verified': false,
  'user.public_metadata': { role: 'admin', age: 0, tags: ['a', 'b'], 'x-y': { née: 1 }, empty: '' },
}

function render(template: Record<string, unknown>) {
  return compileClaims(template).render(([of, name, ...rest]) =>
    rest.reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key] ?? null, person[`${of}.${name}`] ?? null),
  )
}

describe('a shortcode', () => {
  test.each<[text: string, value: unknown]>([
    ['plain', 'plain'],
    ['', ''],
    ['{ not } one', '{ not } one'],
    ['{{user.first_name}}', 'Maria'],
    ['{{ user.first_name }}', 'Maria'],
    ['{{user.last_name}}', null],
    ['{{user.public_metadata.tags}}', ['a', 'b']],
    ['{{user.public_metadata.x-y.née}}', 1],
    ['{{user.public_metadata.nothing.there}}', null],
    ['{{user.i_dont_exist}}', null],
    ['{{user.last_name}} {{user.first_name}}', 'null Maria'],
    [' {{user.email_verified}}', ' false'],
    ['tags: {{user.public_metadata.tags}}', 'tags: ["a","b"]'],
    ["{{user.last_name || 'Doe'}}", 'Doe'],
    ["{{user.last_name||user.first_name||'Doe'}}", 'Maria'],
    ['{{user.last_name || user.email_verified}}', false],
    ['{{user.email_verified || user.last_name}}', null],
    ['{{user.public_metadata.age || 30}}', 0],
    ["{{user.public_metadata.empty || 'full'}}", ''],
    ['{{user.last_name || -1.5}}', -1.5],
    ['{{user.last_name || true}}', true],
    ["{{user.last_name || '}} || {{'}}", '}} || {{'],
    [String.raw`{{user.last_name || 'it\'s \\'}}`, String.raw`it's \ `.trimEnd()],
    ["Dear {{user.last_name || 'friend'}}!", 'Dear friend!'],
    ["{{'constant'}}", 'constant'],
  ])('%j gives %j', (text, value) => {
    expect(render({ claim: text })).toEqual({ claim: value })
    expect(sessionClaims.safeParse({ claim: text }).success).toBe(true)
  })

  test.each([
    '{{',
    '{{}}',
    '{{ }}',
    '{{user.id',
    '{{user.id}',
    '{{{user.id}}}',
    '{{user..id}}',
    '{{user.id ||}}',
    '{{|| user.id}}',
    '{{user.id && true}}',
    "{{'open}}",
    '{{"double"}}',
    '{{user.id()}} {{user.a b}}',
    '{{1 + 1}}',
    '{{12abc}}',
    'fine {{user.id}}, not {{user.',
  ])('%j is refused with the name of its claim', (text) => {
    const { issues } = sessionClaims.safeParse({ deep: [text] }, { reportInput: true }).error!
    expect(issues).toMatchObject([{ path: ['deep', '0'], message: expect.stringContaining('shortcodes such as'), input: text }])
  })
})

describe('a template of claims', () => {
  test('all that is not text stays as it is, at any depth', () => {
    const fixed = { aud: 'https://example.com', n: 1, no: false, nil: null, list: [1, { deep: ['x'] }] }
    expect(render(fixed)).toEqual(fixed)
    expect(render({ a: [{ b: '{{user.first_name}}' }] })).toEqual({ a: [{ b: 'Maria' }] })
  })

  test('what has to be read is known beforehand', () => {
    expect(compileClaims({ a: '{{user.id || session.id}}', b: ['{{org.id}}', 'x'] }).paths).toEqual([
      ['user', 'id'],
      ['session', 'id'],
      ['org', 'id'],
    ])
  })

  test.each(['azp', 'exp', 'fva', 'handshake', 'iat', 'iss', 'jti', 'nbf', 'sid', 'sts', 'sub', 'v', 'o', 'act', 'pla', 'fea'])(
    'a session token has %s by itself',
    (name) => {
      const { issues } = sessionClaims.safeParse({ [name]: 'x', mine: 'y' }).error!
      expect(issues).toMatchObject([{ path: [name], params: { code: 'jwt_template_reserved_claim' } }])
      expect(sessionClaims.safeParse({ deep: { [name]: 'x' } }).success).toBe(true)
    },
  )

  test('private metadata never is a claim', () => {
    for (const schema of [sessionClaims, templateClaims])
      expect(schema.safeParse({ a: "{{user.username || user.private_metadata.role || 'x'}}" }).error!.issues).toMatchObject([
        { path: ['a'], message: expect.stringContaining('private_metadata') },
      ])
  })

  test.each([
    ['text', 'metadata'],
    ['a list', []],
    ['a function', { a: () => 1 }],
    ['nothing', { a: undefined }],
    ['a date', { a: new Date(0) }],
    ['no number', { a: Number.NaN }],
    ['__proto__', JSON.parse('{"__proto__":{"a":1}}')],
    ['__proto__ within', JSON.parse('{"a":{"__proto__":{"a":1}}}')],
    ['too deep an object', Array.from({ length: 70 }).reduce<object>((inner) => ({ inner }), {})],
  ])('%s is no template', (_, value) => {
    expect(sessionClaims.safeParse(value).success).toBe(false)
  })

  test('what a template takes in any token has to fit', () => {
    const overhead = JSON.stringify({ a: '' }).length
    const most = Math.floor(maxSessionClaimsBytes) - overhead
    expect(sessionClaims.safeParse({ a: 'x'.repeat(most) }).success).toBe(true)
    expect(sessionClaims.safeParse({ a: 'x'.repeat(most + 1) }).error!.issues[0]!.message).toContain('at most 1.2 KB')
    expect(sessionClaims.safeParse({ a: 'é'.repeat(most / 2 + 1) }).success).toBe(false)
    expect(templateClaims.safeParse({ a: 'x'.repeat(most + 1) }).success).toBe(true)
    expect(templateClaims.safeParse({ a: 'x'.repeat(10_000) }).success).toBe(false)
  })

  test('it is described as an object', () => {
    expect(z.toJSONSchema(sessionClaims, { io: 'input', unrepresentable: 'any' })).toMatchObject({ type: 'object' })
  })
})
