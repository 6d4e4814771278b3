/** Data of webhooks about subscriptions and payments. The Backend API shows them with other members. */
import type { BillingMoneyAmountJSON, BillingSubscriptionItemStatus } from './json/billing.js'

interface Resource<Name extends string> {
  object: Name
  id: string
}

interface Timestamps {
  created_at: number
  updated_at: number
}

type PlanPeriod = 'month' | 'annual'

interface Payer extends Resource<'commerce_payer'>, Timestamps {
  instance_id: string
  user_id?: string
  organization_id?: string
  organization_name?: string
  first_name?: string
  last_name?: string
  email: string
  image_url: string
}

interface Plan {
  id: string
  instance_id: string
  product_id: string
  name: string
  slug: string
  description?: string
  is_default: boolean
  is_recurring: boolean
  has_base_fee: boolean
  publicly_visible: boolean
  amount: number
  annual_monthly_amount: number
  currency: string
  period: PlanPeriod
  interval: number
}

export interface SubscriptionItemEventData extends Resource<'commerce_subscription_item'> {
  status: BillingSubscriptionItemStatus
  plan_period: PlanPeriod
  plan?: Plan | null
  plan_id?: string | null
  payer?: Payer
  period_start: number
  period_end: number | null
  canceled_at?: number
  past_due_at?: number
  amount: BillingMoneyAmountJSON
  lifetime_paid: number
  next_payment_amount: number
  next_payment_date: number
  proration_date: string
  credit: {
    amount: BillingMoneyAmountJSON
    cycle_days_remaining: number
    cycle_days_total: number
    cycle_remaining_percent: number
  }
}

export interface SubscriptionEventData extends Resource<'commerce_subscription'>, Timestamps {
  status: BillingSubscriptionItemStatus
  payer: Payer
  payer_id: string
  payment_source_id: string
  latest_payment_id: string
  items: SubscriptionItemEventData[]
  active_at?: number
  canceled_at?: number
  ended_at?: number
  past_due_at?: number
}

export interface PaymentAttemptEventData extends Resource<'commerce_payment_attempt'>, Timestamps {
  instance_id: string
  payment_id: string
  statement_id: string
  gateway_external_id: string
  status: 'pending' | 'paid' | 'failed'
  charge_type: 'checkout' | 'recurring'
  billing_date: number
  paid_at?: number
  failed_at?: number
  failed_reason?: { code: string; decline_code: string }
  totals: { subtotal: BillingMoneyAmountJSON; tax_total: BillingMoneyAmountJSON; grand_total: BillingMoneyAmountJSON }
  payer: Payer
  payee: {
    id: string
    gateway_type: string
    gateway_external_id: string
    gateway_status: 'active' | 'pending' | 'restricted' | 'disconnected'
  }
  payment_source: {
    id: string
    gateway: string
    gateway_external_id: string
    gateway_external_account_id?: string
    payment_method: string
    status: 'active' | 'disconnected'
    card_type?: string
    last4?: string
  }
  subscription_items: SubscriptionItemEventData[]
}
