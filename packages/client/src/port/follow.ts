import type { ClientId, NewId } from '@plaza/base';
import type { Commands } from '../commands.ts';
import { reduce } from '../state/reduce.ts';
import { emptyState, type State } from '../state/types.ts';
import type { Channel, Message } from './protocol.ts';

type Asked = { message: Message & { t: 'command' }; resolve: (answer: unknown) => void };
type Waiting = Asked & { reject: (error: Error) => void };

export type Following = {
  commands: Commands;
  getState(): State;
  /** Ends following; gives what was asked and not answered, for the next who can. */
  end(): Waiting[];
};

export type FollowDeps = {
  channel: Channel;
  newId: NewId;
  onChange(before: State, after: State): void;
};

/** Follows the leading tab: the same state by the same actions, commands by asking. */
export function follow({ channel, newId, onChange }: FollowDeps): Following {
  let state = emptyState;
  let reign: string | null = null;
  let count = 0;
  let isJoining = false;
  const waiting = new Map<string, Waiting>();

  function become(next: State): void {
    const before = state;
    state = next;
    if (before !== next) onChange(before, next);
  }

  /** Asks for the whole state, once: it is large, and every action until it comes is in it. */
  function join(): void {
    isJoining = true;
    channel.post({ t: 'join' });
  }

  function take(id: string): Waiting | undefined {
    const asked = waiting.get(id);
    waiting.delete(id);
    return asked;
  }

  function receive(message: Message): void {
    switch (message.t) {
      case 'reign':
        // What the last leader was asked and did not answer, the new one is asked again.
        for (const asked of waiting.values()) channel.post(asked.message);
        return join();
      case 'state':
        ({ reign, count } = message);
        isJoining = false;
        return become(message.state);
      case 'action':
        if (message.reign === reign && message.count <= count) return undefined;
        if (message.reign !== reign || message.count !== count + 1) {
          return isJoining ? undefined : join();
        }
        count = message.count;
        return become(reduce(state, message.action));
      case 'done':
        return take(message.id)?.resolve(message.answer);
      case 'broken':
        return take(message.id)?.reject(new Error(message.message));
      case 'join':
      case 'command':
        return undefined;
      default:
        return undefined;
    }
  }

  function ask(name: keyof Commands, args: unknown[]): Promise<unknown> {
    const message = { t: 'command', id: newId<string>(), name, args } as const;
    return new Promise((resolve, reject) => {
      waiting.set(message.id, { message, resolve, reject });
      channel.post(message);
    });
  }

  const commands = new Proxy({} as Commands, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        ask(name as keyof Commands, withIds(name, args)),
  });
  const stopMessages = channel.onMessage(receive);
  join();

  /** Ids are made here, so that a command that is asked twice is carried out once. */
  function withIds(name: string | symbol, args: unknown[]): unknown[] {
    if (name === 'send') return [args[0], args[1], args[2] ?? newId<ClientId>()];
    if (name !== 'createGroup') return args;
    return [{ clientId: newId<ClientId>(), ...(args[0] as object) }];
  }

  return {
    commands,
    getState: () => state,
    end() {
      stopMessages();
      const left = [...waiting.values()];
      waiting.clear();
      return left;
    },
  };
}
