import { describe, expect, test } from 'vitest'
import {
  canonicalAddressParts,
  canonicalCode,
  canonicalEmailAddress,
  canonicalPassword,
  canonicalUsername,
  nameKey,
} from './canonical.js'

describe('a password', () => {
  test.each([
    ['composed and decomposed letters', 'Übergrößen-Café-9'.normalize('NFD'), 'Übergrößen-Café-9'.normalize('NFC')],
    ['the spaces of other keyboards', 'correct\u00a0horse\u3000battery', 'correct horse battery'],
    ['letters that only look alike', 'ﬁve ② Ｋ', 'ﬁve ② Ｋ'],
    ['capitals and what is around it', ' Two Words ', ' Two Words '],
  ])('a password with %s becomes canonical', (_, typed, canonical) => expect(canonicalPassword(typed)).toBe(canonical))
})

describe('a code', () => {
  test.each([
    '424242',
    ' 424 242 ',
    '424-242',
    '424–242',
    '424−242',
    '424.242',
    '424\u00a0242',
    '424\u200b242',
    '\u200e424242\u2069',
    '４２４２４２',
    '④②④②④②',
    '٤٢٤٢٤٢',
    '۴۲۴۲۴۲',
    '४२४२४२',
    '๔๒๔๒๔๒',
    '𝟒𝟐𝟒𝟐𝟒𝟐',
    '𞥔𞥒𞥔𞥒𞥔𞥒',
  ])('the code %j is read as 424242', (typed) => expect(canonicalCode(typed)).toBe('424242'))

  test('a code may be typed with the digits of every script', () => {
    const digits = everyCharacter().filter((character) => /\p{Nd}/u.test(character))
    const inOrder = digits.map((digit) => canonicalCode(digit)).join('')
    expect(inOrder).toBe('0123456789'.repeat(digits.length / 10))
  })

  test('a code keeps its letters, so that a wrong code stays wrong', () => expect(canonicalCode('42424x')).toBe('42424x'))
})

describe('an e-mail address', () => {
  test.each([
    ['a domain in its own letters', 'ada@bücher.example', 'ada@xn--bcher-kva.example'],
    ['as Chromium sends it', 'ada@xn--bcher-kva.example', 'ada@xn--bcher-kva.example'],
    ['Punycode in capitals', 'ada@XN--BCHER-KVA.EXAMPLE', 'ada@xn--bcher-kva.example'],
    ['a domain whose letters are not composed', 'ada@bu\u0308cher.example', 'ada@xn--bcher-kva.example'],
    ['full-width letters', 'ＡＤＡ＠ｅｘａｍｐｌｅ．ｃｏｍ', 'ada@example.com'],
    ['an ideographic full stop', 'ada@example。com', 'ada@example.com'],
    ['letters in circles, which UTS 46 maps', 'ada@ⓔxample.com', 'ada@example.com'],
    ['a sharp s, which is a letter of its own', 'ada@straße.de', 'ada@xn--strae-oqa.de'],
    ['a joiner where Persian needs it', 'ada@نامه\u200cای.com', 'ada@xn--mgba3gch31f060k.com'],
    ['a local part that is not composed', 'gro\u0308ße@example.com', 'größe@example.com'],
    ['unseen marks from the clipboard', '\u200e\ufeff ada@example.com\u200b', 'ada@example.com'],
    ['Hindi', 'संपर्क@डाटामेल.भारत', 'संपर्क@xn--c2bd4bq1db8d.xn--h2brj9c'],
    ['Tamil', 'தொடர்பு@இந்தியா.இந்தியா', 'தொடர்பு@xn--xkc2dl3a5ee0h.xn--xkc2dl3a5ee0h'],
    ['Thai', 'ผู้ใช้@example.com', 'ผู้ใช้@example.com'],
    ['Cyrillic', 'Пользователь@Пример.РФ', 'пользователь@xn--e1afmkfd.xn--p1ai'],
    ['letters of the local part that only look alike', 'ﬁ@example.com', 'ﬁ@example.com'],
  ])('an e-mail address with %s becomes canonical', (_, typed, canonical) => {
    expect(canonicalEmailAddress(typed)).toBe(canonical)
    expect(canonicalEmailAddress(canonical)).toBe(canonical)
  })

  test.each([
    ['Punycode of nothing', 'ada@xn--zzzz.com'],
    ['Punycode that hides ASCII', 'ada@xn--ada-.com'],
    ['a percent sign, which hosts of web addresses decode', 'ada@ex%61mple.com'],
    ['a full-width percent sign', 'ada@ex％61mple.com'],
    ['a soft hyphen', 'ada@ex\u00adample.com'],
    ['a mark that turns the direction', 'ada@example.com\u202e'],
    ['a port', 'ada@bücher.example:80'],
    ['a path', 'ada@bücher.example/x'],
    ['a letter that stands for a slash', 'ada@exam℀ple.com'],
    ['an address of a machine in full-width digits', 'ada@１２７．０．０．１'],
    ['an address of a machine in hex', 'ada@0x7f.1'],
    ['a label that begins with a mark', 'ada@\u0301bc.com'],
    ['a local part that begins with a mark', '\u0301da@example.com'],
    ['a label that gets too long', `ada@${'ü'.repeat(60)}.com`],
    ['a domain that gets too long', `ada@${'üüüüüüüüüü.'.repeat(15)}com`],
    ['a second at sign', 'ada@eve@example.com'],
    ['no at sign', 'ada.example.com'],
  ])('an e-mail address with %s is refused', (_, typed) => expect(canonicalEmailAddress(typed)).toBeNull())

  test.each([
    ['GRÖ', ['grö', 'xn--gr-gka']],
    ['ada@bücher', ['ada@bücher', 'ada@xn--bcher-kva']],
    ['example.com', ['example.com']],
    ['', ['']],
  ])('a search for %j in addresses looks for %j', (typed, parts) => expect(canonicalAddressParts(typed)).toEqual(parts))
})

describe('a name', () => {
  test.each([
    ['José', 'José'.normalize('NFD')],
    ['ÅSA', 'a\u030asa'],
    ['ΟΔΟΣ', 'οδοσ'],
    ['ΟΔΟΣ', 'οδος'],
    ['İstanbul', 'i\u0307stanbul'],
    ['ﬁona', 'FIONA'],
    ['J\u030can', 'ǰan'],
    ['Ｊａｎｅ', 'jane'],
  ])('the name %j is found as %j', (one, other) => expect(nameKey(one)).toBe(nameKey(other)))
})

test('the canonical form of a canonical text is the same text, for every character', () => {
  const addressWith = (character: string) => canonicalEmailAddress(`a${character}@example.com`) ?? ''
  for (const form of [canonicalPassword, canonicalCode, canonicalUsername, nameKey])
    expect(everyCharacter().filter((character) => form(form(character)) !== form(character))).toEqual([])
  const addresses = everyCharacter().map(addressWith)
  expect(addresses.filter((address) => address !== '' && canonicalEmailAddress(address) !== address)).toEqual([])
})

/** All that Unicode has assigned, but for the tens of thousands that have no case and no other form. */
function everyCharacter(): string[] {
  const characters: string[] = []
  for (let place = 0; place < 0x11_0000; place++) {
    const character = String.fromCodePoint(place)
    if (!/[\p{Cn}\p{Co}\p{Cs}\p{Script=Han}\p{Script=Hangul}]/u.test(character)) characters.push(character)
  }
  return characters
}
