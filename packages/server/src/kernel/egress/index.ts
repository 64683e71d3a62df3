export { isPublicAddress } from './addresses.ts';
export { createOrigins, type Origins } from './origins.ts';
export { findAddress, lookupOf, type Address, type Resolve } from './resolving.ts';
