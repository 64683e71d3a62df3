import type { LeadingClient } from '../client.ts';
import type { Commands } from '../commands.ts';
import type { Channel, Message } from './protocol.ts';

type AnyCommand = (...args: unknown[]) => Promise<unknown>;

/** Lets the other tabs follow a client, and acts for them; call the answer to end it. */
export function lead(client: LeadingClient, channel: Channel): () => void {
  const reign = client.newId<string>();
  let count = 0;

  async function run(id: string, name: keyof Commands, args: unknown[]): Promise<void> {
    try {
      const answer = await (client.commands[name] as AnyCommand)(...args);
      channel.post({ t: 'done', id, answer });
    } catch (error) {
      channel.post({ t: 'broken', id, message: String(error) });
    }
  }

  function receive(message: Message): void {
    if (message.t === 'command') void run(message.id, message.name, message.args);
    if (message.t !== 'join') return;
    channel.post({ t: 'state', reign, count, state: client.getState() });
  }

  const stopActions = client.onAction((action) => {
    count += 1;
    channel.post({ t: 'action', reign, count, action });
  });
  const stopHearing = client.onHeard((heard) => channel.post({ t: 'heard', heard }));
  const stopMessages = channel.onMessage(receive);
  channel.post({ t: 'reign', reign });
  return () => {
    stopActions();
    stopHearing();
    stopMessages();
  };
}
