import { clientFrame, closeCodes, eventList, maxFrameBytes, serverFrame } from '@plaza/contract';
import { components } from './components.ts';
import type { Schema } from './schema.ts';

export interface EventsDocument {
  readonly $schema: string;
  readonly title: string;
  readonly version: string;
  readonly maxFrameBytes: number;
  readonly closeCodes: Readonly<Record<string, number>>;
  readonly frames: { readonly client: Schema; readonly server: Schema };
  readonly events: Readonly<Record<string, EventEntry>>;
  readonly $defs: Readonly<Record<string, Schema>>;
}

export interface EventEntry {
  readonly channel: string;
  readonly summary: string;
  readonly payload: Schema;
}

/** Every frame of the socket and every event that it carries, as JSON Schema. */
export function eventsDocument(version: string): EventsDocument {
  const parts = components('#/$defs/');
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'What a Plaza server and its clients say over the WebSocket at /socket',
    version,
    maxFrameBytes,
    closeCodes,
    frames: { client: parts.refer(clientFrame), server: parts.refer(serverFrame) },
    events: Object.fromEntries(
      eventList.map(({ name, channel, summary, payload }) => [
        name,
        { channel, summary, payload: parts.refer(payload) },
      ]),
    ),
    $defs: parts.schemas,
  };
}
