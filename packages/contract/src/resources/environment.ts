import * as z from 'zod'

/** What a page must know before anybody signs in: the instance's settings, as Clerk's front ends read them. */
export const Environment = z.looseObject({
  object: z.literal('environment'),
  id: z.string(),
  maintenance_mode: z.boolean(),
  auth_config: z.looseObject({ object: z.literal('auth_config'), single_session_mode: z.boolean() }),
  display_config: z.looseObject({
    object: z.literal('display_config'),
    instance_environment_type: z.enum(['development', 'production']),
    application_name: z.string(),
    sign_in_url: z.string(),
    sign_up_url: z.string(),
    user_profile_url: z.string(),
  }),
  user_settings: z.looseObject({
    attributes: z.record(z.string(), z.looseObject({ enabled: z.boolean(), required: z.boolean() })),
    password_settings: z.looseObject({ min_length: z.number(), max_length: z.number() }),
    sign_up: z.looseObject({ mode: z.enum(['public', 'restricted', 'waitlist']) }),
  }),
})
export type Environment = z.infer<typeof Environment>
