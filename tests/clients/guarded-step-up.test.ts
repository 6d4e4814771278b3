/** Step-up in an app's own routes: `requireAuth({ reverification })` beside what apps write with Clerk's packages, and what clerk-js makes of it. */
import { createRequire } from 'node:module'
import * as ours from '@frontdesk/express'
import express, { type RequestHandler } from 'express'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { liveKey, pem, token } from '../../packages/backend/src/testing/desk.js'
import { type Listening, listening } from '../environment/listening.js'

type Sdk = Pick<typeof ours, 'clerkMiddleware' | 'getAuth' | 'requireAuth'>
type Answers = Pick<typeof ours, 'reverificationError' | 'reverificationErrorResponse'>
const require = createRequire(import.meta.url)
const theirs = { ...(require('@clerk/express') as Sdk), ...(require('@clerk/backend/internal') as Answers) } // the same names
const { isReverificationHint } = require('@clerk/shared/authorization-errors') as { isReverificationHint(body: unknown): boolean }

const configurations: ours.ReverificationConfig[] = [
  ...(['strict_mfa', 'strict', 'moderate', 'lax'] as const),
  { level: 'first_factor', afterMinutes: 5 },
  { level: 'second_factor', afterMinutes: 5 },
  { level: 'multi_factor', afterMinutes: 5 },
]

/** What the claims say of the first and second factor: minutes, or never. */
const ages: Array<[number, number] | undefined> = [
  ...([0, 4, 5, 9, 10, 59, 60, 1_439, 1_440, -1] as const).flatMap((first) =>
    [-1, 0, 9, 10, 60].map((second): [number, number] => [first, second]),
  ),
  undefined,
]

const written =
  ({ getAuth, reverificationError }: Pick<Sdk, 'getAuth'> & Answers, reverification: ours.ReverificationConfig): RequestHandler =>
  (request, response, next) => {
    if (getAuth(request).has({ reverification })) next()
    else response.status(403).json(reverificationError(reverification))
  }

let apps: Listening[]
beforeAll(async () => {
  const options = { publishableKey: liveKey, secretKey: 'sk_live_1', jwtKey: pem, signInUrl: '/sign-in' }
  const guards: Array<[Sdk, (config: ours.ReverificationConfig) => RequestHandler[]]> = [
    [theirs, (config) => [theirs.requireAuth(), written(theirs, config)]],
    [ours, (config) => [ours.requireAuth(), written(ours, config)]],
    [ours, (reverification) => [ours.requireAuth({ reverification, signInUrl: '/sign-in' })]],
  ]
  apps = await Promise.all(
    guards.map(([{ clerkMiddleware }, guarded]) => {
      const app = express().use(clerkMiddleware(options))
      configurations.forEach(
        (config, at) => void app.get(`/${at}`, ...guarded(config), (_, response) => void response.send('reached')),
      )
      return listening(app)
    }),
  )
})
afterAll(async () => {
  await Promise.all(apps.map(({ close }) => close()))
})

async function ask({ origin }: Listening, path: string, claims?: object) {
  const headers = { connection: 'close', ...(claims && { authorization: `Bearer ${token(claims)}` }) }
  const answer = await fetch(`${origin}${path}`, { headers, redirect: 'manual' })
  const { status } = answer
  return { status, type: answer.headers.get('content-type'), body: await answer.text() }
}

test.each(configurations.map((config, at) => [JSON.stringify(config), at] as const))(
  'with %s requireAuth() of ours lets the same people through as has() of @clerk/express, and clerk-js asks all others again',
  async (_, at) => {
    const statuses = new Set<number>()
    for (const fva of ages) {
      const [clerk, writtenSo, guarded] = await Promise.all(apps.map((app) => ask(app, `/${at}`, { fva })))
      expect(guarded, JSON.stringify(fva)).toEqual(clerk)
      expect(writtenSo).toEqual(clerk)
      statuses.add(guarded!.status)
      expect(guarded!.status === 200 || isReverificationHint(JSON.parse(guarded!.body))).toBe(true)
    }
    expect([...statuses].toSorted()).toEqual([200, 403])
  },
)

test('signed-out people are asked to sign in before anything is asked of their sign-in', async () => {
  for (const app of apps) expect(await ask(app, '/0')).toMatchObject({ status: 302 })
})

test.each([['strict' as const], [{ level: 'first_factor', afterMinutes: 5 } as const], [undefined]])(
  "the answer that lacks %j is Clerk's own, member by member",
  async (config) => {
    const [clerk, own] = [theirs, ours].map(({ reverificationErrorResponse }) => reverificationErrorResponse(config))
    const body = await own!.json()
    expect([own!.status, body]).toEqual([clerk!.status, await clerk!.json()])
    expect(JSON.parse(JSON.stringify(ours.reverificationError(config)))).toEqual(body)
    expect(isReverificationHint(ours.reverificationError(config))).toBe(true)
  },
)
