/**
 * Which values meet in one request: the usual one of each dimension mostly, so that most requests get past the first checks, any other now
 * and then. A seed makes them the same in every run; what two values never met by chance is added.
 */
import { type Choices, type Dimension, dimensions } from './dimensions.js'

const names = Object.keys(dimensions) as Array<keyof typeof dimensions> // its own keys

export function chooseAtRandom(count: number, seed: number): Choices[] {
  const random = randomOf(seed)
  return Array.from({ length: count }, () => choose(random))
}

/** At least `count` of them, in which every two values of two dimensions meet. */
export function chooseEveryPair(count: number, seed: number): Choices[] {
  const random = randomOf(seed)
  const chosen = Array.from({ length: count }, () => choose(random))
  const met = new Set<string>()
  const note = (choices: Choices) => {
    for (const pair of pairsOf(choices)) met.add(pair)
  }
  chosen.forEach(note)
  for (const missing of everyPair()) {
    if (met.has(pairKey(missing))) continue
    const choices = { ...choose(random), ...Object.fromEntries(missing) }
    note(choices)
    chosen.push(choices)
  }
  return chosen
}

const all = Object.fromEntries(names.map((name) => [name, dimensions[name].labels])) as Record<keyof Choices, string[]> // one of each name

/** What decides together, in every combination; everything else is as usual. */
const combinations: Array<Partial<Record<keyof Choices, string[]>>> = [
  {
    key: all.key,
    session: all.session,
    uatNames: all.uatNames,
    uat: ['earlier', 'none', 'zero', 'after the token'],
    fault: ['nothing', 'expired'],
  },
  {
    fault: ['expired'],
    key: all.key,
    refresh: all.refresh,
    session: ['plain', 'suffixed', 'both'],
    destination: ['document', 'empty'],
  },
  { handshake: all.handshake, key: all.key, session: ['plain', 'none'], destination: ['document', 'empty'] },
  { bearer: all.bearer, accepts: all.accepts, fault: ['nothing', 'expired'] },
  {
    satellite: all.satellite,
    key: all.key,
    signIn: ['absolute'],
    target: ['home', 'to be synced', 'synced already', 'asked to sync by a satellite'],
    session: ['plain', 'none'],
    uat: ['earlier', 'none'],
    destination: ['document', 'empty'],
  },
  { referer: all.referer, satellite: ['no', 'yes'], key: all.key, redirects: ['0', '1'], destination: ['document', 'empty'] },
  {
    organizations: all.organizations,
    target: ['home', 'an organization by slug', 'another organization by slug', 'an organization by id', 'the personal account'],
    claims: ['version 2', 'version 1 in an organization', 'an organization', 'an organization without permissions'],
    redirects: ['0', '3'],
  },
]

export function chooseEveryCombination(): Choices[] {
  const usual = choose(() => 0)
  return combinations.flatMap((combination) =>
    Object.entries(combination).reduce(
      (found, [name, labels]) => found.flatMap((choices) => labels.map((label) => ({ ...choices, [name]: label }))),
      [usual],
    ),
  )
}

type Pair = [[keyof typeof dimensions, string], [keyof typeof dimensions, string]]

const pairKey = ([[a, x], [b, y]]: Pair) => `${a}=${x}&${b}=${y}`

function pairsOf(choices: Choices): string[] {
  return names.flatMap((a, at) =>
    names.slice(at + 1).map((b) =>
      pairKey([
        [a, choices[a]],
        [b, choices[b]],
      ]),
    ),
  )
}

function everyPair(): Pair[] {
  return names.flatMap((a, at) =>
    names.slice(at + 1).flatMap((b) =>
      dimensions[a].labels.flatMap((x) =>
        dimensions[b].labels.map(
          (y): Pair => [
            [a, x],
            [b, y],
          ],
        ),
      ),
    ),
  )
}

function choose(random: () => number): Choices {
  const pick = ({ labels, usual }: Dimension) =>
    random() < usual ? labels[0]! : labels[1 + Math.floor(random() * (labels.length - 1))]! // each has two values or more
  return Object.fromEntries(names.map((name) => [name, pick(dimensions[name])])) as Choices // one of each name
}

/** Mulberry32: small, and the same everywhere. */
function randomOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
