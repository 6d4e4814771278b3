import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts what must be readable again: private keys, the secret key, mail that waits to be sent. AES-256-GCM. */
export interface Vault {
  /** `purpose` is bound to the result: a value sealed for one purpose can't be opened as another. */
  seal(plain: string, purpose: string): string
  open(sealed: string, purpose: string): string
  /** What is stored of a secret too short for a bare hash: without the encryption key nobody finds it by trying them all. */
  fingerprint(secret: string, purpose: string): string
}

/** A vault for one encryption key: any string of at least 32 characters, stretched by HKDF. */
export function createVault(encryptionKey: string): Vault {
  const key = Buffer.from(hkdfSync('sha256', encryptionKey, 'frontdesk', 'vault/v1', 32))
  const fingerprintKey = Buffer.from(hkdfSync('sha256', encryptionKey, 'frontdesk', 'fingerprint/v1', 32))

  return {
    seal(plain, purpose) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(purpose))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return `v1.${Buffer.concat([nonce, cipher.getAuthTag(), text]).toString('base64url')}`
    },

    open(sealed, purpose) {
      const bytes = Buffer.from(sealed.replace(/^v1\./, ''), 'base64url')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
        .setAAD(Buffer.from(purpose))
        .setAuthTag(bytes.subarray(12, 28))
      return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
    },

    fingerprint: (secret, purpose) =>
      createHmac('sha256', fingerprintKey)
        .update(JSON.stringify([purpose, secret]))
        .digest('base64url'),
  }
}
