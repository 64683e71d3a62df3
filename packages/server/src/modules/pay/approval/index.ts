export type { Approvals, ApprovalDeps, ApprovalRefusal, Payment } from './types.ts';
