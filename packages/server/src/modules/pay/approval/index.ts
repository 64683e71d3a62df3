export { createApprovals } from './approvals.ts';
export { createApprovalRoutes } from './routes.ts';
export type { ApprovalDeps, ApprovalRefusal, Approvals, Payment } from './types.ts';
