import { createIds, secureRandom, systemClock, type PersonId, type Random } from '@plaza/base';
import type { MethodInput } from '@plaza/contract';
import type { PayCity } from './city.ts';
import type { Asked, CallName, CallingOf, Record } from './record.ts';
import { askUntilTold, type Node, type Teller } from './teller.ts';

/** One person, about to do one thing. */
export type Standing = {
  city: PayCity;
  teller: Teller;
  record: Record;
  personId: PersonId;
  random: Random;
  /** Life is over: what is not known by now is asked for when all is mended. */
  isOver: () => boolean;
};

export type Act = { weight: number; run: (here: Standing) => Promise<void> };

export const newId = createIds(systemClock, secureRandom);
export const unknown = { as: 'unknown' } as const;

export const someNode = (random: Random): Node => (random.int(2) === 0 ? 0 : 1);

/** Writes a command down before it is asked for: whatever happens, its key is known. */
export function begin<A extends Asked>(record: Record, asked: A): A {
  record.asked.push(asked);
  return asked;
}

export async function ask(here: Standing, asked: Asked): Promise<void> {
  const { teller, record, random, isOver } = here;
  const node = someNode(random);
  // Some people close the app when nothing comes, and never ask again.
  if (random.int(10) === 0) await teller.ask(asked, node);
  else await askUntilTold(teller, asked, { record, node, isOver });
}

/** A call that is written down, and not yet made. */
export function beginCall<N extends CallName>(
  { record, personId }: Pick<Standing, 'record' | 'personId'>,
  name: N,
  input: MethodInput<N>,
): CallingOf<N> {
  const calling: CallingOf<N> = {
    ...{ kind: 'call', name, key: newId(), personId, input, told: unknown },
  };
  begin(record, calling as unknown as Asked);
  return calling;
}

export async function call<N extends CallName>(
  here: Standing,
  name: N,
  input: MethodInput<N>,
): Promise<CallingOf<N>> {
  const calling = beginCall(here, name, input);
  await ask(here, calling as unknown as Asked);
  return calling;
}
