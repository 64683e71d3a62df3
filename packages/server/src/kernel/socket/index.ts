export { createAcceptor, type Acceptor } from './acceptor.ts';
export { createHub, type Connection, type Hub, type HubRegistry } from './hub.ts';
