import * as z from 'zod'

const times = { created_at: z.number(), updated_at: z.number() }

/** An authenticator app. The secret and its address are shown until a code of it was typed; backup codes that come with it are shown once. */
export const Totp = z.object({
  object: z.literal('totp'),
  id: z.string(),
  secret: z.string().nullable(),
  uri: z.string().nullable(),
  verified: z.boolean(),
  backup_codes: z.array(z.string()).nullable(),
  ...times,
})
export type Totp = z.infer<typeof Totp>

/** New backup codes, which are shown this once. */
export const BackupCodes = z.object({ object: z.literal('backup_code'), id: z.string(), codes: z.array(z.string()), ...times })
export type BackupCodes = z.infer<typeof BackupCodes>
