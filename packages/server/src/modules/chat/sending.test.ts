import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { yes } from '../../kernel/rpc/index.ts';
import { createSend } from './sending.ts';
import type { NewMessage } from './types.ts';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

test('messages of one sender keep their order, however long each is prepared', async () => {
  const message = fc.record({ who: fc.nat(2), turns: fc.nat(4), isPlain: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 20 }), async (sends) => {
      const appended: NewMessage[] = [];
      const turnsOf = new Map(sends.map(({ turns }, n) => [`${n}`, turns]));
      const send = createSend(
        async (given) => {
          const turns = given.message.type === 'text' && 'replyTo' in given.message;
          for (let n = turnsOf.get(given.clientId) ?? 0; turns && n > 0; n -= 1) await tick();
          if (given.clientId.endsWith('9')) throw new Error('not prepared');
          return yes(given);
        },
        async (given) => {
          appended.push(given);
          await tick();
          return yes({ seq: appended.length, at: '' });
        },
      );
      await Promise.allSettled(
        sends.map(({ who, isPlain }, n) => {
          const said = { type: 'text', text: 'x' } as const;
          return send({
            conversationId: 'c' as ConversationId,
            senderId: `p${who}` as PersonId,
            clientId: `${n}` as ClientId,
            message: isPlain ? said : { ...said, replyTo: 1 },
          });
        }),
      );
      const written = Map.groupBy(appended, ({ senderId }) => senderId);
      for (const list of written.values()) {
        const order = list.map(({ clientId }) => Number(clientId));
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
      const whole = sends.flatMap((_, n) => (`${n}`.endsWith('9') ? [] : [`${n}`]));
      expect(appended.map(({ clientId }) => clientId as string)).toEqual(
        expect.arrayContaining(whole),
      );
    }),
  );
});
