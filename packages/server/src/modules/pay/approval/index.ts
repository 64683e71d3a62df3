export { createApprovals } from './approvals.ts';
export { createApprovalRoutes } from './routes.ts';
export { approvedTransfer } from './transfer.ts';
export type { ApprovalDeps, ApprovalRefusal, Approvals, Payment } from './types.ts';
