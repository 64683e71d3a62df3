export { useWallet, type Purse } from './use-wallet.ts';
