import { describe, expect, test } from 'vitest'
import { negotiate } from './negotiate.js'

const chosen = (languages: string[], acceptLanguage: string) => {
  const [first, ...others] = languages.map((lang) => ({ lang }))
  return negotiate([first!, ...others], acceptLanguage).lang
}

describe('the language of a page', () => {
  test.each([
    // what browsers send
    ['de-DE,de;q=0.9,en-US;q=0.8,en;q=0.7', 'en de', 'de'],
    ['de-AT', 'en de', 'de'],
    ['en-GB,en;q=0.5', 'de en', 'en'],
    ['fr-FR,fr;q=0.9,de;q=0.8', 'en de', 'de'],
    ['fr', 'en de', 'en'],
    ['', 'en de', 'en'],
    // quality
    ['en;q=0.5, de;q=0.8', 'en de', 'de'],
    ['en;q=0.5, de;q=0.5', 'de en', 'en'],
    ['de;q=0.001, fr;q=1.000', 'en de', 'de'],
    ['de;q=0, en', 'de en', 'en'],
    ['de;q=0', 'de en', 'en'],
    ['de;q=0, *', 'de en', 'en'],
    ['*;q=0, de', 'en de', 'de'],
    ['en-GB;q=0, en', 'de en-GB en', 'en'],
    ['en;q=0, en-GB', 'en en-GB', 'en-GB'],
    ['en;q=0', 'en', 'en'],
    // the rest
    ['*', 'en de', 'en'],
    ['fr, *;q=0.5', 'en de', 'en'],
    ['en;q=0.2, *;q=0.8', 'en de', 'de'],
    // regions and scripts
    ['de-AT', 'en de-CH de de-AT', 'de-AT'],
    ['de-AT', 'en de-CH de', 'de'],
    ['de-AT', 'en de-CH', 'de-CH'],
    ['de', 'en de-CH de-DE', 'de-DE'],
    ['pt-BR', 'en pt-PT pt-BR', 'pt-BR'],
    ['pt', 'en pt-PT pt-BR', 'pt-BR'],
    ['zh-Hant-TW', 'en zh-CN zh-TW', 'zh-TW'],
    ['zh-TW', 'en zh-Hans zh-Hant', 'zh-Hant'],
    ['zh-HK', 'en zh-CN zh-TW', 'zh-TW'],
    ['zh', 'en zh-TW zh-CN', 'zh-CN'],
    ['zh-Hant-TW, en;q=0.5', 'de zh-CN en', 'en'],
    ['zh-Hant-TW', 'en zh-CN', 'zh-CN'],
    ['sr-Latn', 'en sr-Cyrl sr-Latn', 'sr-Latn'],
    ['ar', 'en ar-SA', 'ar-SA'],
    ['iw', 'en he-IL', 'he-IL'],
    ['nb-NO, no;q=0.8', 'en nb-NO', 'nb-NO'],
    // how it may be written
    ['DE-at', 'en de', 'de'],
    [' de ; q=0.9 , en ; q = 0.5 ', 'en de', 'de'],
    ['de;Q=0.9,en;q=0.5', 'en de', 'de'],
    // what can't be read counts for nothing
    ['de_DE, en', 'de en', 'en'],
    ['de;q=2, en;q=0.1', 'de en', 'en'],
    ['de;q=-1, en;q=0.1', 'de en', 'en'],
    ['de;level=1, en', 'de en', 'en'],
    ['i-klingon, x, -, ;;, ,,de', 'en de', 'de'],
    [`${'x'.repeat(2_000)}, de`, 'en de', 'en'],
  ])('%j chooses from %s: %s', (acceptLanguage, languages, expected) => {
    expect(chosen(languages.split(' '), acceptLanguage)).toBe(expected)
  })
})
