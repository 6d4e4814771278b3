/** A digest of each hasher, made by other programs than ours. */
import type { PasswordHasher } from '@frontdesk/contract'

export const firebaseSigner = 'jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA=='
export const firebaseHash = 'lSrfV15cpx95/sZS2W9c9Kp6i/LVgQNDNC/qzrCnh1SAyZvqmZqAjTdn3aoItz+VHjoZilo78198JAdRuid5lQ=='

/** Python's `hashlib`, `hmac` and `crypt` (libxcrypt) made those of `correct horse`; the others were published with their algorithm. */
export const goldenDigests: Array<[hasher: PasswordHasher, password: string, digest: string]> = [
  ['bcrypt', 'U*U', '$2a$05$CCCCCCCCCCCCCCCCCCCCC.E5YPO9kmyuRGyh0XouQYb4YMJKvyOeW'],
  ['bcrypt_peppered', 'correct horse', '$2a$10$abcdefghijklmnopqrstuudLQ.ZHZqktrdGDibHU/kEuwv3dkef9q$4b6f2e51c1d5a9f0c3'],
  ['bcrypt_sha256_django', 'lètmein', 'bcrypt_sha256$$2a$08$NDjSAIcas.EcoxCRiArvT.MkNiPYVhrsrnJsRkLueZOoV1bsQqlmC'],
  [
    'hmac_sha256_utf16_b64',
    'correct horse',
    'hmac_sha256_utf16_b64$nrV3CtuLQLU+zt2ZNEaY1oxqVm9Go8x21vgX8Y6tOhQ=$c2VjcmV0IGtleSBvZiB0aGlzIHRlc3Q=',
  ],
  ['ldap_ssha', 'does this work?', '{SSHA}qLhale/wd2F5xIeDIUiZVvRIc2RvBvlE'],
  ['md5', 'password', '5f4dcc3b5aa765d61d8327deb882cf99'],
  ['md5_phpass', 'correct horse', '$P$BNaClNaClv6HeulQ58nDvVJKKGauWA.'],
  ['md5_salted', 'correct horse', 'NaCl$d897cc54e94fe33e4da398599cbdfbec'],
  ['pbkdf2_sha1', 'password', 'pbkdf2_sha1$4096$salt$4b007901b765489abead49d926f721d065a429c1'],
  ['pbkdf2_sha256', 'password', 'pbkdf2_sha256$4096$c2FsdA==$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o='],
  ['pbkdf2_sha256_django', 'password', 'pbkdf2_sha256$4096$salt$xeR41ZKIyEGqUw22hFxMjZYok6ABzk4RpJY4c6qYE0o='],
  [
    'pbkdf2_sha512',
    'password',
    'pbkdf2_sha512$4096$salt$d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5',
  ],
  [
    'pbkdf2_sha512_hex',
    'password',
    'pbkdf2_sha512_hex$4096$73616c74$d197b1b33db0143e018b12f3d1d1479e6cdebdcc97c5c0f87f6902e072f457b5143f30602641b3d55cd335988cb36b84376060ecd532e039b742a239434af2d5',
  ],
  ['phpass', 'password', '$P$8ohUJ.1sdFw09/bMaAQPTGDNi2BIUt1'],
  ['sha256', 'password', '5e884898da28047151d0e56f8dc6292773603d0d6aabbdd62a11ef721d1542d8'],
  ['sha256_salted', 'correct horse', 'NaCl$cc0c19e7e854dad3a1ac59d270a830024c7d2efa248ea80d0a27223f30bbf504'],
  [
    'sha512_symfony',
    'correct horse',
    'sha512_symfony$5000$NaCl$oFQ/lm5C1fnpQJXCUyDay5zd20w7u+K3CbpUs9YqE6BbesVi2FEBO0VwetYuEq3yVJTYIETtZzNyhooZzhmvRg==',
  ],
  ['scrypt_firebase', 'user1password', `${firebaseHash}$42xEC+ixf3L2lw==$${firebaseSigner}$Bw==$8$14`],
  [
    'scrypt_werkzeug',
    'pleaseletmein',
    'scrypt:16384:8:1$SodiumChloride$7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887',
  ],
  ['argon2id', 'password', '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc'],
  ['argon2i', 'password', '$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$wWKIMhR9lyDFvRz9YTZweHKfbftvj+qf+YFY4NeBbtA'],
]
