import { english, type PageData, type Words } from '@frontdesk/contract'

/** The language that a page is written in. */
export interface PageLanguage extends Pick<PageData, 'lang' | 'dir'> {
  words: Words
}

export const pageLanguage: PageLanguage = { words: english, lang: english.locale, dir: 'ltr' }
