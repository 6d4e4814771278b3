import { describe, expect, test } from 'vitest'
import { isOfOneScript, lookalikeAmong, looksLatin } from './lookalike-names.js'

describe('letters that belong together', () => {
  test.each([
    'admin_team-1',
    'Jörg',
    'Иван_2',
    'Ελένη',
    'ప్రియ',
    'தமிழ்',
    'ผู้ใช้',
    'हिन्दी',
    'مريم٢',
    'שרה',
    '김민수kim',
    '東京たろうカフェTokyo',
    '臺北ㄅㄆㄇ',
    'ნინო',
    'Nguyễn',
  ])('the letters of %s belong together', (name) => expect(isOfOneScript(name)).toBe(true))
})

describe('letters that do not belong together', () => {
  test.each([
    ['a Cyrillic letter in a Latin word', 'аdmin'],
    ['Latin letters in a Cyrillic word', 'привeт'],
    ['Greek in Latin', 'αdmin'],
    ['Cyrillic and Greek', 'ѕuррοrt'],
    ['digits of another script', 'admin٢'],
    ['Japanese and Korean', 'たろう민수'],
    ['Cyrillic beside Han', '東京Иван'],
    ['a script that nobody writes today', 'ᚠᚢᚦ'],
    ['phonetic signs', 'ɑdmin'],
    ['a pile of marks', `a${'\u0316\u0317\u0318\u0319\u031c'}`],
    ['a mark on itself', 'a\u0323\u0323dmin'],
    ['a mark on a letter that has it already', '\u1ea1\u0323dmin'],
  ])('%s is refused: %s', (_, name) => expect(isOfOneScript(name)).toBe(false))
})

describe('imitations of a name', () => {
  test.each(['admin', 'ADMIN', 'adm1n', 'admın', 'ádmin', 'ad-min', 'admin_', 'adrnin'])('%s looks like admin', (name) =>
    expect(lookalikeAmong(name, ['root', 'admin'])).toBe('admin'),
  )
  test.each([
    ['ѕсоре', 'scope'],
    ['r00t', 'root'],
    ['АСС', 'acc'],
    ['vvorld', 'world'],
  ])('%s looks like %s', (name, other) => expect(lookalikeAmong(name, [other])).toBe(other))
  test.each(['admins', 'admin_team', 'adam', 'администратор'])('%s does not look like a reserved name', (name) =>
    expect(lookalikeAmong(name, ['root', 'admin', 'administrator'])).toBeUndefined(),
  )
})

test('a word without Latin letters may read like a Latin one', () => {
  expect(['ѕсоре', 'роса', 'пример', 'bücher', '例え'].map(looksLatin)).toEqual([true, true, false, false, false])
})
