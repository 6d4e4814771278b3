import { expect, test } from 'vitest'
import { readAll } from '../../testing/import-texts.js'
import { mapped, readMap } from './mapped.js'

const read = (name: string, text: string, map: string) => readAll(mapped, { [name]: text }, readMap(map))

test('columns of a CSV are fields of people, and == gives a field to all', async () => {
  const text =
    'No;Email;OK;Given;Plan;Joined\n1;ada@example.com;yes;Ada;pro;2024-01-02 03:04:05\n2;b@example.com;no;;;1700000000\n'
  const map =
    'external_id=No,email=Email,email_verified=OK,first_name=Given,public_metadata.plan=Plan,created_at=Joined,password_hasher==bcrypt'
  expect(await read('people.csv', text, map)).toEqual([
    {
      place: 'people.csv:2',
      person: {
        externalId: '1',
        emailAddresses: [{ address: 'ada@example.com', verified: true }],
        firstName: 'Ada',
        publicMetadata: { plan: 'pro' },
        createdAt: Date.UTC(2024, 0, 2, 3, 4, 5),
        passwordHasher: 'bcrypt',
      },
    },
    {
      place: 'people.csv:3',
      person: {
        externalId: '2',
        emailAddresses: [{ address: 'b@example.com', verified: false }],
        createdAt: 1_700_000_000_000,
        passwordHasher: 'bcrypt',
      },
    },
  ])
})

test('members of JSON are found by paths, and metadata is taken whole', async () => {
  const text = '{"profile":{"mail":["a@example.com","b@example.com"]},"meta":{"a":{"b":[1]}},"__proto__":{"x":1}}\n'
  const map = 'email=profile.mail,email_verified==true,private_metadata=meta,last_name=profile.__proto__.x,first_name=toString'
  expect(await read('people.ndjson', text, map)).toEqual([
    {
      place: 'people.ndjson:1',
      person: {
        emailAddresses: [
          { address: 'a@example.com', verified: true },
          { address: 'b@example.com', verified: true },
        ],
        privateMetadata: { a: { b: [1] } },
      },
    },
  ])
})

test.each([
  ['email=Email', /must say whether addresses are verified/],
  ['mail=Email', /knows no field mail\. It knows id, external_id, email/],
  ['email', /takes our field, = and the file's column/],
  ['constructor=x', /knows no field constructor/],
])('a mapping that says too little is refused: %s', (map, words) => {
  expect(() => readMap(map)).toThrow(words)
})
