/** The libraries inside of what is published, each with the notice that its licence asks for. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const distOf = (name: string) => fileURLToPath(new URL(`../../packages/${name}/dist`, import.meta.url))

/** Name and licence of each work in a notice file, as in `preact 10.29.8 (MIT)`. */
function noticesIn(folder: string): Array<{ name: string; licence: string; text: string }> {
  const [, ...notices] = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8').split(/\n\n-{80}\n\n/)
  return notices.map((notice) => {
    const [, name = '', licence = '', text = ''] = /^(\S+) \S+ \((.+)\)\n\n([\s\S]+)$/.exec(notice) ?? []
    return { name, licence, text }
  })
}

/** The libraries that the source maps of a build name. */
function librariesIn(folder: string): string[] {
  const maps = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.map'))
  const sources = maps.flatMap((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { sources: string[] }).sources)
  const names = sources.flatMap((source) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(source)?.[1] ?? [])
  return [...new Set(names)].sort()
}

test.each(['backend', 'server'])('the build of %s has a notice for each library in it', (name) => {
  const named = noticesIn(distOf(name)).map((notice) => notice.name)
  expect([...new Set(named)].sort()).toEqual(librariesIn(distOf(name))) // of one library there may be two versions
})

test.each(['express', 'sdk-node', 'sdk-node-4'])('the build of %s has no library in it', (name) => {
  expect(librariesIn(distOf(name))).toEqual([])
})

test.each(['backend', 'server', 'ui', 'server/dist/ui'])('%s has only permissive licences, each in full', (name) => {
  const notices = noticesIn(name === 'server/dist/ui' ? join(distOf('server'), 'ui') : distOf(name))
  expect(notices).not.toEqual([])
  for (const { licence, text } of notices) {
    expect(['MIT', 'ISC', 'BSD-3-Clause', '0BSD', 'Apache-2.0', 'CC0-1.0']).toContain(licence)
    expect(text).toMatch(
      /Permission is hereby granted|Permission to use, copy|Redistribution and use|Affirmer hereby overtly, fully,\s+permanently|perpetual,\s+worldwide, non-exclusive, no-charge/,
    )
  }
})
