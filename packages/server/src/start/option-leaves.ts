/** The options one by one, as `capabilities/ground/settings/leaves.ts` has the settings: what each is called in code and in the environment. */
import * as z from 'zod'
import { bareOf } from '../basics/from-variable.js'

export interface OptionLeaf {
  /** `['mail', 'smtpUrl']` */
  option: string[]
  /** `FRONTDESK_SMTP_URL`; functions have none. */
  variable: string | undefined
  schema: z.ZodType
}

export function optionLeavesOf(schema: z.ZodObject, above: string[] = []): OptionLeaf[] {
  return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, inner]) => {
    const option = [...above, name]
    const bare = bareOf(inner)
    if (bare instanceof z.ZodObject) return optionLeavesOf(bare, option)
    return { option, variable: inner.meta()?.variable as string | undefined, schema: inner } // the options say it as text
  })
}
