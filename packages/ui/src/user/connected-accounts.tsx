import type { ExternalAccount, User } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { passOverGone, strangeAnswer } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { notify } from '../components/notify.js'
import { type Action, useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { ProviderMark } from '../ways/social/mark.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { RowButton, RowConfirm } from './row-actions.js'
import { focusHeading, Section } from './section.js'

/** Accounts at other services: those that are connected, and the services at which others can be. */
export function ConnectedAccounts({ user }: { user: User }) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const action = useAction()
  const list = useRef<HTMLUListElement>(null)
  const providers = Object.values(environment.user_settings.social)
  const connected = user.external_accounts.filter(({ provider_user_id }) => provider_user_id !== '')
  const others = providers.filter(({ strategy }) => !connected.some(({ provider }) => provider === strategy))
  if (providers.length === 0 && connected.length === 0) return null

  const connect = async (strategy: string) => {
    const { verification } = await api.me.createMyExternalAccount({ strategy, redirect_url: location.href })
    await goTo(verification?.external_verification_redirect_url)
  }
  const { title, subtitle } = words.userProfile.start.connectedAccountsSection
  return (
    <Section title={title} about={subtitle}>
      <ul class="rows" ref={list}>
        {connected.map((account) => (
          <Row key={account.id} account={account} action={action} onGone={() => focusHeading(list.current!)} />
        ))}
      </ul>
      <Alert text={action.problem} />
      <div class="connect-buttons">
        {others.map(({ strategy, name, logo_url }) => (
          <button
            key={strategy}
            type="button"
            class="button small"
            aria-disabled={action.busy}
            onClick={() => action.perform(() => connect(strategy))}
          >
            <ProviderMark strategy={strategy} name={name} logoUrl={logo_url} />
            {fill(words.userProfile.start.connectedAccountsSection.primaryButton, { provider: name })}
          </button>
        ))}
      </div>
    </Section>
  )
}

function Row({ account, action, onGone }: { account: ExternalAccount; action: Action; onGone(): void }) {
  const { api, environment } = useFrontDesk()
  const words = useWords()
  const section = words.userProfile.start.connectedAccountsSection
  const provider = environment.user_settings.social[account.provider]
  const name = provider?.name ?? account.provider.replace('oauth_', '')
  const row = { of: name, action }

  const reconnect = async () => {
    const { verification } = await api.me.reauthorizeMyExternalAccount({
      external_account_id: account.id,
      redirect_url: location.href,
    })
    await goTo(verification?.external_verification_redirect_url)
  }
  const remove = async () => {
    await api.me.deleteMyExternalAccount({ external_account_id: account.id }).catch(passOverGone)
    notify(fill(section.successMessage__removed, { provider: name }))
    onGone()
  }
  return (
    <li class="row">
      <ProviderMark strategy={account.provider} name={name} logoUrl={provider?.logo_url ?? null} />
      <div class="row-text">
        <strong>{name}</strong> <span>{account.email_address || account.username}</span>
      </div>
      <div class="row-actions">
        {provider && <RowButton label={section.actionLabel__reconnect} {...row} does={reconnect} />}
        <RowConfirm
          label={section.destructiveActionTitle}
          {...row}
          question={fill(section.removeMessage, { provider: name })}
          answer={words.userProfile.formButtonPrimary__remove}
          does={remove}
        />
      </div>
    </li>
  )
}

async function goTo(address: string | null | undefined): Promise<never> {
  if (!address) throw strangeAnswer(200)
  location.assign(address)
  return new Promise(() => {}) // busy until the browser has left
}
