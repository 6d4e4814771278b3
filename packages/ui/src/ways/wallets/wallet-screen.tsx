import { Alert } from '../../components/form.js'
import { Screen } from '../../components/screen.js'
import { useAction } from '../../components/use-action.js'
import { useFrontDesk } from '../../front-desk.js'
import { fill } from '../../words/fill.js'
import { useWords } from '../../words/use-words.js'
import type { WayProps } from '../way.js'
import { connectWallet } from './browser-wallet.js'

/** Has the wallet of the account sign, to sign in with it or when a session is verified again. */
export function WalletScreen({ attempt, identity, others, prepare, strategy }: WayProps) {
  const { settings } = useFrontDesk()
  const { web3Wallet } = useWords().signIn
  const { busy, problem, perform } = useAction()
  const sign = async () => {
    const wallet = await connectWallet(strategy)
    const message = (await prepare())?.message
    if (message) await attempt({ signature: await wallet.sign(message) })
  }
  const provider = settings.wallets.find((one) => one.strategy === strategy)?.name ?? ''
  return (
    <Screen title={web3Wallet.title} lead={identity}>
      <p>{web3Wallet.subtitle}</p>
      <button type="button" class="button primary" aria-disabled={busy} onClick={() => perform(sign)}>
        {fill(web3Wallet.formButtonPrimary, { provider })}
      </button>
      <Alert text={problem} />
      {others && <p class="card-actions">{others}</p>}
    </Screen>
  )
}
