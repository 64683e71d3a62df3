export { createInProcessBus } from './in-process-bus.ts';
export { openNatsBus, type NatsBusOptions } from './nats-bus.ts';
export { createOutbox, type Outbox, type OutboxDeps } from './outbox.ts';
export type { Bus, Unsubscribe } from './types.ts';
export { outboxTables } from './outbox-store.ts';
