export { auditHeads, type HeadsAudit } from './audit.ts';
export { checks } from './key.ts';
export { createProofsRoutes, registerProofsRoutes } from './routes.ts';
export { createProofs, type Proofs } from './service.ts';
export type { ProofsDeps } from './types.ts';
