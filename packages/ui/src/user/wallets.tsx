import type { User, Web3Wallet } from '@frontdesk/contract'
import { useRef } from 'preact/hooks'
import { passOverGone, strangeAnswer, unanswered } from '../client/failure.js'
import { Alert } from '../components/form.js'
import { Icon } from '../components/icon.js'
import { notify } from '../components/notify.js'
import { type Action, useAction } from '../components/use-action.js'
import { useFrontDesk } from '../front-desk.js'
import { fill } from '../words/fill.js'
import { useWords } from '../words/use-words.js'
import { RowButton, RowConfirm } from './row-actions.js'
import { focusHeading, Section } from './section.js'

/** Wallets that sign in to the account: those that are connected, and the kinds of which others can be. */
export function Wallets({ user }: { user: User }) {
  const { api, settings } = useFrontDesk()
  const section = useWords().userProfile.start.web3WalletsSection
  const action = useAction()
  const list = useRef<HTMLUListElement>(null)
  const connected = user.web3_wallets.filter(({ verification }) => verification?.status === 'verified')

  const connect = async (strategy: string) => {
    const { connectWallet } = await import('../ways/wallets/wallet.js').catch(() => {
      throw unanswered()
    })
    const { address, sign } = await connectWallet(strategy)
    const { id: web3_wallet_id } = await api.web3Wallets.createMyWeb3Wallet({ web3_wallet: address })
    const { verification } = await api.web3Wallets.prepareMyWeb3WalletVerification({ web3_wallet_id, strategy })
    if (!verification?.message) throw strangeAnswer(200)
    const signature = await sign(verification.message)
    await api.web3Wallets.attemptMyWeb3WalletVerification({ web3_wallet_id, signature })
    notify(fill(section.successMessage, { identifier: short(address) }))
  }
  return (
    <Section title={section.title} about={section.subtitle}>
      <ul class="rows" ref={list}>
        {connected.map((wallet) => (
          <Row
            key={wallet.id}
            wallet={wallet}
            isPrimary={wallet.id === user.primary_web3_wallet_id}
            action={action}
            onGone={() => focusHeading(list.current!)}
          />
        ))}
      </ul>
      <Alert text={action.problem} />
      <div class="connect-buttons">
        {settings.wallets.map(({ strategy, name }) => (
          <button
            key={strategy}
            type="button"
            class="button small"
            aria-disabled={action.busy}
            onClick={() => action.perform(() => connect(strategy))}
          >
            <Icon name="key" />
            {fill(section.primaryButton, { provider: name })}
          </button>
        ))}
      </div>
    </Section>
  )
}

interface RowProps {
  wallet: Web3Wallet
  isPrimary: boolean
  /** The list's, so that a message outlives the row that it is about. */
  action: Action
  /** Called before the focused control is removed, to move the focus. */
  onGone(): void
}

function Row({ wallet: { id, web3_wallet }, isPrimary, action, onGone }: RowProps) {
  const { api } = useFrontDesk()
  const words = useWords()
  const section = words.userProfile.start.web3WalletsSection
  const about = { identifier: short(web3_wallet) }
  const row = { of: web3_wallet, action }

  const makePrimary = async () => {
    await api.me.updateMe({ primary_web3_wallet_id: id })
    notify(fill(section.successMessage__primary, about))
    onGone()
  }
  const remove = async () => {
    await api.web3Wallets.deleteMyWeb3Wallet({ web3_wallet_id: id }).catch(passOverGone)
    notify(fill(section.successMessage__removed, about))
    onGone()
  }
  return (
    <li class="row">
      <Icon name="key" />
      <div class="row-text">
        <strong title={web3_wallet}>
          <bdi dir="ltr">{short(web3_wallet)}</bdi>
        </strong>{' '}
        {isPrimary && <span class="badge">{words.badge__primary}</span>}
      </div>
      <div class="row-actions">
        {!isPrimary && <RowButton label={section.detailsAction__nonPrimary} {...row} does={makePrimary} />}
        <RowConfirm
          label={section.destructiveAction}
          {...row}
          question={fill(section.removeMessage, about)}
          answer={words.userProfile.formButtonPrimary__remove}
          does={remove}
        />
      </div>
    </li>
  )
}

/** As wallets themselves show it: nobody reads all of an address. */
const short = (address: string): string => `${address.slice(0, 6)}…${address.slice(-4)}`
