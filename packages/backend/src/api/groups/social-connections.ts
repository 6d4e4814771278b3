import type { CreateSocialConnectionParams, UpdateSocialConnectionParams } from '../parameters.js'
import type { DeletedObject, SocialConnection } from '../resources.js'
import type { Page } from './paging.js'

/** The instance's clients at identity providers: an API of our own. */
export interface SocialConnectionAPI {
  list(): Promise<Page<SocialConnection>>
  /** The provider is `google`, or `custom_acme` for one of your own. */
  create(params: CreateSocialConnectionParams): Promise<SocialConnection>
  get(provider: string): Promise<SocialConnection>
  update(provider: string, params: UpdateSocialConnectionParams): Promise<SocialConnection>
  delete(provider: string): Promise<DeletedObject>
}
