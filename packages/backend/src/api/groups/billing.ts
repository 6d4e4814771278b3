import type { BillingPlan, BillingSubscription, BillingSubscriptionItem } from '../resources.js'
import type { Page, PageParams } from './paging.js'

export interface BillingAPI {
  getPlanList(params?: PageParams & { payerType?: 'org' | 'user' | undefined }): Promise<Page<BillingPlan>>
  cancelSubscriptionItem(subscriptionItemId: string, params?: { endNow?: boolean | undefined }): Promise<BillingSubscriptionItem>
  extendSubscriptionItemFreeTrial(subscriptionItemId: string, params: { extendTo: Date }): Promise<BillingSubscriptionItem>
  getOrganizationBillingSubscription(organizationId: string): Promise<BillingSubscription>
  getUserBillingSubscription(userId: string): Promise<BillingSubscription>
}
