import type { ResourceJSON, TimedJSON } from './resource.js'

export interface BillingMoneyAmountJSON {
  /** In the smallest unit of the currency. */
  amount: number
  amount_formatted: string
  currency: string
  currency_symbol: string
}

export interface FeatureJSON extends ResourceJSON<'feature'> {
  name: string
  description?: string | null
  slug: string
  avatar_url?: string | null
}

export interface BillingPlanJSON extends ResourceJSON<'commerce_plan'> {
  name: string
  slug: string
  description: string | null
  is_default: boolean
  is_recurring: boolean
  has_base_fee: boolean
  publicly_visible: boolean
  fee: BillingMoneyAmountJSON | null
  annual_fee: BillingMoneyAmountJSON | null
  annual_monthly_fee: BillingMoneyAmountJSON | null
  for_payer_type: 'org' | 'user'
  features?: FeatureJSON[]
  free_trial_days: number | null
  free_trial_enabled: boolean
  avatar_url: string | null
}

export type BillingSubscriptionItemStatus =
  | 'abandoned'
  | 'active'
  | 'canceled'
  | 'ended'
  | 'expired'
  | 'incomplete'
  | 'past_due'
  | 'upcoming'

export interface BillingSubscriptionItemJSON extends ResourceJSON<'commerce_subscription_item'>, TimedJSON {
  instance_id: string
  status: BillingSubscriptionItemStatus
  plan_period: 'month' | 'annual'
  payer_id?: string
  price_id?: string
  period_start: number
  period_end: number | null
  is_free_trial: boolean
  ended_at: number | null
  canceled_at: number | null
  past_due_at: number | null
  lifetime_paid?: BillingMoneyAmountJSON | null
  next_payment?: { amount: BillingMoneyAmountJSON; date: number } | null
  amount?: BillingMoneyAmountJSON | null
  plan?: BillingPlanJSON | null
  plan_id?: string | null
}

export interface BillingSubscriptionJSON extends ResourceJSON<'commerce_subscription'>, TimedJSON {
  status: 'active' | 'past_due' | 'canceled' | 'ended' | 'abandoned' | 'incomplete'
  payer_id: string
  active_at: number | null
  past_due_at: number | null
  subscription_items: BillingSubscriptionItemJSON[]
  next_payment?: { amount: BillingMoneyAmountJSON; date: number } | null
  eligible_for_free_trial?: boolean
}
