import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { startCity, type TestCity } from './support/city.ts';
import { createPerson } from './support/person.ts';
import { eventually, noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const desk = { name: 'Desk', kind: 'desktop' } as const;

/** A new device shows a code; `poll` asks how far it is. */
async function showCode() {
  const { ticket, secret, qrText } = await city.stranger.must('identity.beginQrSignIn', {
    device: desk,
  });
  const code = new URL(qrText).hash.slice(1);
  const poll = () =>
    city.stranger.call('identity.pollQrSignIn', { ticket, secret, delivery: 'token' });
  return { ticket, secret, code, qrText, poll };
}

async function state(poll: () => Promise<unknown>): Promise<unknown> {
  const result = (await poll()) as { ok: boolean; output: { state: string }; error: string };
  return result.ok ? result.output.state : result.error;
}

describe('signing in by a code', () => {
  it('lets the new device in when the phone confirms', async () => {
    const ana = await city.signUp('Ana');
    const { code, ticket, poll, qrText } = await showCode();
    expect(qrText.startsWith(`${city.composed.opened.url}/q#`)).toBe(true);
    // The poll waits until something happens.
    const scanned = state(poll);
    const shown = await ana.must('identity.scanQrSignIn', { code });
    expect(shown).toMatchObject({ ticket, device: desk });
    expect(await scanned).toBe('scanned');
    const confirmed = poll();
    await ana.must('identity.answerQrSignIn', { ticket, allow: true });
    const result = await confirmed;
    if (!result.ok || result.output.signedIn === undefined) throw new Error('not signed in');
    const { signedIn } = result.output;
    expect(signedIn.session).toMatchObject({ signedInBy: 'qr', device: desk });
    const fresh = createPerson(city.origin, { ...signedIn, recoveryCodes: [] }, '');
    expect((await fresh.must('identity.getMe', {})).personId).toBe(ana.me.personId);
    expect(await state(poll)).toBe('ticket_unknown');
  });

  it('tells the new device that it was declined', async () => {
    const ana = await city.signUp('Ana');
    const { code, ticket, poll } = await showCode();
    await ana.must('identity.scanQrSignIn', { code });
    await ana.must('identity.answerQrSignIn', { ticket, allow: false });
    expect(await state(poll)).toBe('declined');
    expect(await ana.refused('identity.answerQrSignIn', { ticket, allow: true })).toBe(
      'ticket_unknown',
    );
  });

  it('is over after two minutes', async () => {
    const ana = await city.signUp('Ana');
    const { code, poll } = await showCode();
    city.clock.travel(2 * 60_000 + 1);
    expect(await state(poll)).toBe('expired');
    expect(await ana.refused('identity.scanQrSignIn', { code })).toBe('ticket_unknown');
  });

  it('is bound to the phone that scanned and to the device that asked', async () => {
    const [ana, eve] = [await city.signUp('Ana'), await city.signUp('Eve')];
    const { code, ticket } = await showCode();
    await ana.must('identity.scanQrSignIn', { code });
    expect(await eve.refused('identity.scanQrSignIn', { code })).toBe('ticket_unknown');
    expect(await eve.refused('identity.answerQrSignIn', { ticket, allow: true })).toBe(
      'ticket_unknown',
    );
    const guess = { ticket, secret: 'a guess', delivery: 'token' } as const;
    expect(await city.stranger.refused('identity.pollQrSignIn', guess)).toBe('ticket_unknown');
    const other = { ...guess, ticket: noId<string>() };
    expect(await city.stranger.refused('identity.pollQrSignIn', other)).toBe('ticket_unknown');
  });

  it('is not answered before it was scanned', async () => {
    const ana = await city.signUp('Ana');
    const { ticket } = await showCode();
    expect(await ana.refused('identity.answerQrSignIn', { ticket, allow: true })).toBe(
      'ticket_unknown',
    );
  });

  it('gives nothing to somebody who was suspended meanwhile', async () => {
    const [ana, operator] = [await city.signUp('Ana'), await city.operator()];
    const { code, ticket, poll } = await showCode();
    await ana.must('identity.scanQrSignIn', { code });
    await ana.must('identity.answerQrSignIn', { ticket, allow: true });
    await operator.must('operator.suspend', { personId: ana.me.personId, reason: 'spam' });
    expect(await state(poll)).toBe('suspended');
  });
});

it('does not hold a server back that stops', async () => {
  const short = await startCity();
  const query = vi.spyOn(short.composed.kernel.db, 'query');
  const asked = { device: desk };
  const { ticket, secret } = await short.stranger.must('identity.beginQrSignIn', asked);
  const poll = short.stranger.call('identity.pollQrSignIn', { ticket, secret, delivery: 'token' });
  // The poll has looked once, and so it waits.
  const looks = ([asking]: unknown[]) => JSON.stringify(asking).includes('from identity_ticket');
  await eventually(async () => (query.mock.calls.some(looks) ? true : null));
  const startedMs = performance.now();
  await short[Symbol.asyncDispose]();
  expect(performance.now() - startedMs).toBeLessThan(10_000);
  expect(await poll).toMatchObject({ ok: true, output: { state: 'waiting' } });
});
