import type { Door } from '../types.ts';
import type { CreateDriver, Driver } from './driver.ts';
import { createMqttDriver } from './mqtt.ts';
import { createNatsDriver } from './nats.ts';
import { createPlazaDriver } from './plaza.ts';
import { createXmppDriver } from './xmpp.ts';

export { peerOf, type Driver } from './driver.ts';

const drivers: Record<Door['driver'], CreateDriver> = {
  plaza: createPlazaDriver,
  xmpp: createXmppDriver,
  mqtt: createMqttDriver,
  nats: createNatsDriver,
};

export function createDriver(door: Door): Driver {
  return drivers[door.driver](door);
}
