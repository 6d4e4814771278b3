/**
 * The one form of what people type: in it texts are stored, compared, searched and counted, whatever a keyboard, browser or input method
 * makes of them. The canonical form of a canonical text is that text.
 */

/** As RFC 8265 prepares passwords (OpaqueString): letters are composed, and every kind of space is a space. */
export const canonicalPassword = (typed: string): string => typed.replace(/\p{Zs}/gu, ' ').normalize('NFC')
