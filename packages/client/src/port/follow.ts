import type { ClientId, NewId } from '@plaza/base';
import type { Commands } from '../commands.ts';
import type { Heard } from '../heard.ts';
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
  onHeard(heard: Heard): void;
};

type Follower = FollowDeps & {
  state: State;
  reign: string | null;
  count: number;
  isJoining: boolean;
  waiting: Map<string, Waiting>;
};

function become(follower: Follower, next: State): void {
  const before = follower.state;
  follower.state = next;
  if (before !== next) follower.onChange(before, next);
}

/** Asks for the whole state, once: it is large, and every action until it comes is in it. */
function join(follower: Follower): void {
  if (follower.isJoining) return;
  follower.isJoining = true;
  follower.channel.post({ t: 'join' });
}

function take({ waiting }: Follower, id: string): Waiting | undefined {
  const asked = waiting.get(id);
  waiting.delete(id);
  return asked;
}

function takeAction(follower: Follower, message: Message & { t: 'action' }): void {
  const { reign, count, action } = message;
  if (reign === follower.reign && count <= follower.count) return;
  if (reign !== follower.reign || count !== follower.count + 1) return join(follower);
  follower.count = count;
  become(follower, reduce(follower.state, action));
}

function receive(follower: Follower, message: Message): void {
  switch (message.t) {
    case 'reign':
      // What the last leader was asked and did not answer, the new one is asked again.
      for (const asked of follower.waiting.values()) follower.channel.post(asked.message);
      follower.isJoining = false;
      return join(follower);
    case 'state':
      follower.reign = message.reign;
      follower.count = message.count;
      follower.isJoining = false;
      return become(follower, message.state);
    case 'action':
      return takeAction(follower, message);
    case 'heard':
      return follower.onHeard(message.heard);
    case 'done':
      return take(follower, message.id)?.resolve(message.answer);
    case 'broken':
      return take(follower, message.id)?.reject(new Error(message.message));
    default:
      // What the others ask is for the leader.
      return undefined;
  }
}

/** Ids are made here, so that a command that is asked twice is carried out once. */
function withIds(newId: NewId, name: keyof Commands, args: unknown[]): unknown[] {
  const clientId = newId<ClientId>();
  switch (name) {
    case 'send':
    case 'sendMedia':
      return [args[0], args[1], args[2] ?? clientId];
    case 'edit':
      return [args[0], args[1], args[2], args[3] ?? clientId];
    case 'createGroup':
    case 'forward':
      return [{ clientId, ...(args[0] as object) }];
    default:
      return args;
  }
}

/** Follows the leading tab: the same state by the same actions, commands by asking. */
export function follow(deps: FollowDeps): Following {
  const { channel, newId } = deps;
  const fresh = { state: emptyState, reign: null, count: 0, isJoining: false };
  const follower: Follower = { ...deps, ...fresh, waiting: new Map() };
  const { waiting } = follower;

  function ask(name: keyof Commands, args: unknown[]): Promise<unknown> {
    const id = newId<string>();
    const message = { t: 'command', id, name, args: withIds(newId, name, args) } as const;
    return new Promise((resolve, reject) => {
      waiting.set(id, { message, resolve, reject });
      channel.post(message);
    });
  }

  const commands = new Proxy({} as Commands, {
    get:
      (_, name) =>
      (...args: unknown[]) =>
        ask(name as keyof Commands, args),
  });
  const stopMessages = channel.onMessage((message) => receive(follower, message));
  join(follower);

  return {
    commands,
    getState: () => follower.state,
    end() {
      stopMessages();
      const left = [...waiting.values()];
      waiting.clear();
      return left;
    },
  };
}
