/**
 * The wallets that the browser has. Those of Ethereum say who they are (https://eips.ethereum.org/EIPS/eip-6963), older ones stand in
 * `window.ethereum`; one of Solana stands in `window.solana`.
 */
import { ownFailure, type RequestFailure } from '../../client/failure.js'

export interface BrowserWallet {
  /** The account that its owner chose in it. */
  address: string
  /** @throws RequestFailure */
  sign(message: string): Promise<string>
}

interface EthereumProvider {
  request(call: { method: string; params?: unknown[] }): Promise<unknown>
}

interface SolanaProvider {
  connect(): Promise<{ publicKey: { toString(): string } }>
  signMessage(message: Uint8Array, display: 'utf8'): Promise<{ signature: Uint8Array }>
}

interface Announced {
  info: { rdns: string }
  provider: EthereumProvider
}

declare global {
  interface Window {
    ethereum?: EthereumProvider
    solana?: SolanaProvider
  }
}

/** How each kind names itself. */
const names: Record<string, RegExp> = {
  web3_metamask_signature: /^io\.metamask/,
  web3_coinbase_wallet_signature: /^com\.coinbase/,
  web3_okx_wallet_signature: /^com\.ok(x|ex)/,
  web3_base_signature: /^(app|org)\.base/,
}

/** Asks the wallet which account to use; its owner is shown that. @throws RequestFailure where there is none, or its owner refuses */
export const connectWallet = (strategy: string): Promise<BrowserWallet> =>
  strategy === 'web3_solana_signature' ? connectSolana() : connectEthereum(strategy)

async function connectEthereum(strategy: string): Promise<BrowserWallet> {
  const provider = findEthereum(strategy)
  if (!provider) throw ownFailure(400, 'web3_missing_identifier')
  const ask = (method: string, params?: unknown[]) => provider.request({ method, ...(params && { params }) }).catch(throwFailure)
  const [address] = (await ask('eth_requestAccounts')) as string[] // as EIP-1102 has it
  if (!address) throw ownFailure(400, 'web3_missing_identifier')
  return { address, sign: async (message) => (await ask('personal_sign', [hex(message), address])) as string }
}

/** The one that is meant. MetaMask stands for any that is there, since one signs as another does. */
function findEthereum(strategy: string): EthereumProvider | undefined {
  const found: Announced[] = []
  const hear = (event: Event) => found.push((event as CustomEvent<Announced>).detail)
  addEventListener('eip6963:announceProvider', hear)
  dispatchEvent(new Event('eip6963:requestProvider')) // those that are there answer before this returns
  removeEventListener('eip6963:announceProvider', hear)
  const named = found.find(({ info }) => names[strategy]?.test(info.rdns))
  const any = strategy === 'web3_metamask_signature' ? found[0] : undefined
  return (named ?? any)?.provider ?? (found.length === 0 ? window.ethereum : undefined)
}

async function connectSolana(): Promise<BrowserWallet> {
  const provider = window.solana
  if (!provider) throw ownFailure(400, 'web3_missing_identifier')
  const { publicKey } = await provider.connect().catch(throwFailure)
  return {
    address: publicKey.toString(),
    async sign(message) {
      const { signature } = await provider.signMessage(new TextEncoder().encode(message), 'utf8').catch(throwFailure)
      return btoa(String.fromCharCode(...signature))
    },
  }
}

function throwFailure(error: { code?: number }): never {
  throw failureOf(error)
}

/** 4001 is the owner's own no, on both chains. */
const failureOf = ({ code }: { code?: number }): RequestFailure =>
  ownFailure(400, code === 4001 ? 'web3_signature_request_rejected' : 'web3_signature_failed')

const hex = (text: string): string =>
  `0x${[...new TextEncoder().encode(text)].map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
