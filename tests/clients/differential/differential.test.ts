/**
 * The published @clerk/backend and @clerk/express against ours: the same requests, in one process, at one time, with one API behind them.
 * `generator.ts` makes the requests, `compare.ts` says what is looked at, `intended-differences.ts` where the two may differ.
 */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { compareAnswers } from './answering-apps.js'
import { compareRequests } from './authenticated-requests.js'
import { generate, generateEveryCombination, generateWithEveryPair } from './generator.js'
import { type Comparison, intendedDifferences } from './intended-differences.js'
import { type Peer, startPeer } from './peer.js'
import { explain } from './report.js'
import { now } from './tokens.js'
import { compareTokens } from './verified-tokens.js'

let peer: Peer
beforeAll(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: now * 1000 })
  for (const method of ['log', 'warn', 'error'] as const) vi.spyOn(console, method).mockImplementation(() => {})
  peer = await startPeer()
})
afterAll(async () => {
  await peer.close()
  vi.restoreAllMocks()
  vi.useRealTimers()
})

describe('but for the intended differences, the published packages and ours', () => {
  const all: Comparison[] = []
  const requests = [...generateEveryCombination(), ...generateWithEveryPair(2_000, 20_261_123)]
  const ofApps = generate(600, 20_261_124)
  const ofTokens = generate(2_000, 20_261_125)

  test(`the published packages and ours decide ${requests.length} requests alike, but for the intended differences`, async () => {
    const comparisons = await compareRequests(requests, peer)
    all.push(...comparisons)
    expect(explain(comparisons).unexplained).toEqual([])
  })

  test(`the published packages and ours answer ${ofApps.length} requests alike in Express apps, but for the intended differences`, async () => {
    const comparisons = await compareAnswers(ofApps, peer)
    all.push(...comparisons)
    expect(explain(comparisons).unexplained).toEqual([])
  })

  test(`the published packages and ours verify ${ofTokens.length} tokens alike, but for the intended differences`, async () => {
    const comparisons = await compareTokens(ofTokens, peer)
    all.push(...comparisons)
    expect(explain(comparisons).unexplained).toEqual([])
  })

  test('the published packages and ours differ at least once for each intended difference', async ({ annotate }) => {
    const { counts } = explain(all)
    const entries = intendedDifferences
    for (const { what } of entries) await annotate(`${counts.get(what) ?? 0} × ${what}`)
    expect(entries.filter(({ what }) => !counts.has(what))).toEqual([])
  })
})
