import { mayAtMerchant, merchantActions, merchantPermissions } from '@plaza/contract';
import { describe, expect, it } from 'vitest';
import { moveTable, type MoveEvent } from './move.ts';
import { orderTable, statesFor, type OrderEvent } from './order.ts';

const orderEvents: OrderEvent[] = ['asked', 'declined', 'agreed', 'moved', 'refused', 'ended'];
const moveEvents: MoveEvent[] = [
  ...(['agreed', 'dropped', 'moved', 'held', 'taken', 'released', 'lapsed'] as const),
  ...(['refused', 'tried'] as const),
];

/** All that a table lets happen, in words. */
function stepsOf<State extends string, Event extends string>(
  table: Readonly<Record<State, Readonly<Record<Event, string | { to: string }>>>>,
  events: readonly Event[],
): string[] {
  return (Object.keys(table) as State[]).flatMap((state) => {
    expect(Object.keys(table[state]).toSorted()).toEqual(events.toSorted());
    return events.flatMap((event) => {
      const effect = table[state][event];
      return typeof effect === 'string' ? [] : [`${state} ${event} ${effect.to}`];
    });
  });
}

describe('the tables of merchants', () => {
  it('say what each event does to an order in each state', () => {
    expect(stepsOf(orderTable, orderEvents)).toEqual([
      'open asked asking',
      'open agreed paying',
      'open ended closed',
      'asking asked asking',
      'asking declined open',
      'asking agreed paying',
      'asking ended closed',
      'paying moved paid',
      'paying refused open',
    ]);
    expect(statesFor('agreed')).toEqual(['open', 'asking']);
    expect(statesFor('refused')).toEqual(['paying']);
  });

  it('say what each event does to a move in each state', () => {
    expect(stepsOf(moveTable, moveEvents)).toEqual([
      'asked agreed processing',
      'asked dropped dropped',
      'processing moved done',
      'processing held held',
      'processing refused failed',
      'held taken done',
      'held released returned',
      'held lapsed expired',
      'failed dropped dropped',
      'failed tried processing',
    ]);
  });

  it('say who may do what, cell by cell', () => {
    const cells = merchantActions.map((action) => {
      const may = (['owner', 'manager', 'cashier'] as const).map((role) =>
        mayAtMerchant(role, action) ? role[0] : '-',
      );
      return `${action} ${may.join('')}`;
    });
    expect(cells).toEqual([
      'sell omc',
      'look omc',
      'refund om-',
      'read om-',
      'edit om-',
      'inviteCashier om-',
      'inviteManager o--',
      'supervise om-',
      'payOut o--',
      'withdraw o--',
      'develop o--',
      'handOver o--',
      'close o--',
    ]);
    expect(Object.keys(merchantPermissions)).toEqual(merchantActions);
  });
});
