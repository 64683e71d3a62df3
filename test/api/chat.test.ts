import { describe, expect, it } from 'vitest';
import { startCity } from './support/city.ts';

describe('two people', () => {
  it('become contacts and talk', async () => {
    await using city = await startCity();
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const anas = await ana.socket();
    const weis = await wei.socket();
    const { head } = await ana.must('chat.openDirect', { personId: wei.me.personId });
    const { conversationId } = head.conversation;
    const clientId = crypto.randomUUID() as never;
    const message = { type: 'text', text: '你好 👋' } as const;
    const sent = await anas.call('chat.sendMessage', { conversationId, clientId, message });
    expect(sent.ok).toBe(true);
    const { entry } = await weis.event('chat.entryAppended');
    expect(entry.body).toEqual({ type: 'message', message });
    expect(city.faults).toEqual([]);
  });
});
