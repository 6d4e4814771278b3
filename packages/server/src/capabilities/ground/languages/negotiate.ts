/** Which of its languages an instance speaks to whom, by the Accept-Language of the request (RFC 9110, section 12.5.4). */
import type { Configured } from '../../../start/instance.js'
import type { Incoming } from '../../../wire/message.js'
import { type Language, localeOf } from './languages.js'

interface Range {
  /** Lower-case; `*` for all that no other names. */
  tag: string
  quality: number
}

const longestHeader = 1_000 // browsers send a tenth of that
const range = /^\s*(\*|[a-z]{2,8}(?:-[a-z\d]{1,8})*)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?$/i

export const languageOf = (server: Configured, request: Incoming): Language =>
  negotiate(server.options.languages, request.header('accept-language') ?? '')

/** The best of the languages, of which the first is for who reads none. Ranges that can't be read count for nothing. */
export function negotiate<L extends Pick<Language, 'lang'>>(languages: readonly [L, ...L[]], acceptLanguage: string): L {
  if (languages.length === 1 || !acceptLanguage) return languages[0]
  const ranges = rangesOf(acceptLanguage)
  const readable = languages.filter(({ lang }) => !isRefused(lang.toLowerCase(), ranges))
  const wanted = ranges.filter(({ quality }) => quality > 0)
  const unnamed = readable.find(
    ({ lang }) => !ranges.some(({ tag }) => tag !== '*' && languageIn(tag) === languageIn(lang.toLowerCase())),
  )
  return (
    firstFound(wanted, ({ tag }) => (tag === '*' ? unnamed : nearest(readable, tag, true))) ??
    firstFound(wanted, ({ tag }) => nearest(readable, tag, false)) ??
    readable[0] ??
    languages[0]
  )
}

/** By their quality; in the header's order where that is the same. */
function rangesOf(acceptLanguage: string): Range[] {
  const ranges = acceptLanguage
    .slice(0, longestHeader)
    .split(',')
    .flatMap((part) => {
      const [, tag, quality = '1'] = range.exec(part) ?? []
      return tag && Number(quality) <= 1 ? [{ tag: tag.toLowerCase(), quality: Number(quality) }] : []
    })
  return ranges.sort((one, other) => other.quality - one.quality)
}

/** The longest range that covers a language decides (RFC 4647, section 3.3.1). */
function isRefused(lang: string, ranges: Range[]): boolean {
  const covering = ranges.filter(({ tag }) => tag === '*' || lang === tag || lang.startsWith(`${tag}-`))
  const longest = Math.max(...covering.map(({ tag }) => lengthOf(tag)))
  return covering.some(({ tag, quality }) => lengthOf(tag) === longest && quality === 0)
}

const lengthOf = (tag: string): number => (tag === '*' ? 0 : tag.length)

const languageIn = (tag: string): string => tag.split('-')[0]!

/** The language that is written and spoken most like what the tag asks for: by its script, then by its region. */
function nearest<L extends Pick<Language, 'lang'>>(languages: L[], tag: string, isSameScript: boolean): L | undefined {
  const asked = localeOf(tag)
  if (!asked) return undefined
  const full = asked.maximize()
  const scored = languages.flatMap((language) => {
    const offered = localeOf(language.lang)!.maximize() // read already when the server started
    if (offered.language !== full.language || (isSameScript && offered.script !== full.script)) return []
    const isGeneral = !language.lang.includes('-')
    const points = [asked.baseName === language.lang && 4, offered.region === full.region && 2, isGeneral && 1]
    return [{ language, score: points.reduce<number>((sum, point) => sum + Number(point), 0) }]
  })
  return scored.sort((one, other) => other.score - one.score)[0]?.language
}

function firstFound<T, Found>(list: T[], find: (item: T) => Found | undefined): Found | undefined {
  for (const item of list) {
    const found = find(item)
    if (found !== undefined) return found
  }
  return undefined
}
