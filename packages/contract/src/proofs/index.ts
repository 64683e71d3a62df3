export { proofsMethods } from './methods.ts';
export type { ProofReceipt } from './types.ts';
