/** A browser whose wallet is held by the test: of Ethereum as extensions announce themselves, and of Solana as they stand in the window. */
import type { BrowserContext } from 'playwright-core'
import { ethereumWallet, solanaWallet } from '../../packages/server/src/testing/software-wallet.js'

export interface InjectedWallet {
  address: string
  solanaAddress: string
  /** Whether the person says yes to what the wallet asks. */
  agrees: boolean
  /** What was signed. */
  messages: string[]
}

export async function injectWallet(context: BrowserContext): Promise<InjectedWallet> {
  const [ethereum, solana] = [ethereumWallet(), solanaWallet()]
  const injected: InjectedWallet = { address: ethereum.address, solanaAddress: solana.address, agrees: true, messages: [] }
  await context.exposeFunction('askTestWallet', (chain: string, message: string) => {
    if (!injected.agrees) return null
    injected.messages.push(message)
    return (chain === 'ethereum' ? ethereum : solana).sign(message)
  })
  await context.addInitScript(install, { ethereum: ethereum.address, solana: solana.address })
  return injected
}

/** Runs in the page. */
function install(addresses: { ethereum: string; solana: string }): void {
  const page = globalThis as unknown as EventTarget & {
    solana: unknown
    askTestWallet(chain: string, message: string): Promise<string | null>
  }
  const sign = async (chain: string, message: string): Promise<string> => {
    const signature = await page.askTestWallet(chain, message)
    if (signature === null) throw Object.assign(new Error('User rejected the request.'), { code: 4001 })
    return signature
  }
  const textOf = (hex: string) =>
    new TextDecoder().decode(Uint8Array.from(hex.slice(2).match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)))
  const provider = {
    async request({ method, params = [] }: { method: string; params?: string[] }) {
      if (method === 'eth_requestAccounts') return [addresses.ethereum]
      if (method === 'personal_sign' && params[1] === addresses.ethereum) return sign('ethereum', textOf(params[0] ?? ''))
      throw Object.assign(new Error(`No ${method} here`), { code: 4200 })
    },
  }
  const info = { uuid: crypto.randomUUID(), name: 'MetaMask', icon: 'data:image/svg+xml,<svg/>', rdns: 'io.metamask' }
  const detail = Object.freeze({ info, provider })
  const announce = () => page.dispatchEvent(new CustomEvent('eip6963:announceProvider', { detail }))
  page.addEventListener('eip6963:requestProvider', announce)
  announce()
  page.solana = {
    connect: async () => ({ publicKey: addresses.solana }),
    signMessage: async (message: Uint8Array) => {
      const signature = await sign('solana', new TextDecoder().decode(message))
      return { signature: Uint8Array.from(atob(signature), (letter) => letter.charCodeAt(0)) }
    },
  }
}
