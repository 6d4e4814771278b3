/** The portable hash of Openwall's phpass, which WordPress used: MD5 of the salt and the password, then of that and the password again. */
import { createHash } from 'node:crypto'

const alphabet = './0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** The checksum as phpass writes it. `rounds` is the letter of the logarithm of how often. */
export function phpass(password: string, rounds: string, salt: string): string {
  let digest = md5(salt, password)
  for (let round = 2 ** alphabet.indexOf(rounds); round > 0; round--) digest = md5(digest, password)
  return inLetters(digest)
}

const md5 = (before: string | Buffer, password: string) => createHash('md5').update(before).update(password).digest()

/** Six bits a letter, the lowest first. */
function inLetters(bytes: Buffer): string {
  let text = ''
  for (let start = 0; start < bytes.length; start += 3) {
    const group = bytes.subarray(start, start + 3)
    const value = group.readUIntLE(0, group.length)
    for (let letter = 0; letter <= group.length; letter++) text += alphabet[(value >> (6 * letter)) & 63]
  }
  return text
}
