/** All that wallets need beyond their buttons, fetched at once. */
export { connectWallet } from './browser-wallet.js'
export { enterWithWallet } from './press.js'
export { WalletScreen } from './wallet-screen.js'
