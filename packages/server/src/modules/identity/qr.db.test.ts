import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { desk, must, openTestIdentity, origin, reason, type TestIdentity } from './testing.ts';

let city: TestIdentity;
beforeAll(async () => {
  city = await openTestIdentity();
});
afterAll(() => city[Symbol.asyncDispose]());

const never = new AbortController().signal;

async function show() {
  const { ticket, secret, qrText } = await city.identity.beginQrSignIn(desk);
  const code = qrText.slice(`${origin}/q#`.length);
  const poll = (signal = never) => city.identity.pollQrSignIn({ ticket, secret, signal });
  return { ticket, secret, qrText, code, poll };
}

/** Polls once all that waits has had its turn; the poll itself is left waiting. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('signing in by QR code', () => {
  it('goes from the code to a session, and tells the new device each step', async () => {
    const { personId } = await city.person('Ana');
    const { ticket, qrText, code, poll } = await show();
    expect(qrText).toMatch(/^https:\/\/plaza\.example\/q#[\w-]{43}$/);
    const waiting = poll();
    const scanned = must(await city.identity.scanQrSignIn(personId, code));
    expect(scanned).toMatchObject({ ticket, device: desk.device, address: '198.51.100.*' });
    expect(must(await waiting)).toEqual({ state: 'scanned' });
    const confirming = poll();
    must(await city.identity.answerQrSignIn(personId, { ticket, allow: true }));
    const polled = must(await confirming);
    if (polled.state !== 'confirmed') throw new Error(polled.state);
    const { session, secret } = polled.issued;
    expect(session).toMatchObject({ signedInBy: 'qr', device: desk.device });
    expect(session.address).toBe('198.51.100.*');
    expect(await city.identity.authenticate(secret)).toMatchObject({ personId });
    expect(await city.notices(personId)).toEqual(['signed_in']);
    expect(reason(await poll())).toBe('ticket_unknown');
  });

  it('gives one session to many polls', async () => {
    const { personId } = await city.person('Bea');
    const { ticket, code, poll } = await show();
    must(await city.identity.scanQrSignIn(personId, code));
    must(await city.identity.answerQrSignIn(personId, { ticket, allow: true }));
    const polls = await Promise.all([poll(), poll(), poll(), poll()]);
    expect(polls.map(reason).filter((each) => each === 'yes')).toHaveLength(1);
    expect(await city.identity.listSessions(personId, null)).toHaveLength(2);
  });

  it('tells a device that was away the step that it missed, at once', async () => {
    const { personId } = await city.person('Cleo');
    const { code, poll } = await show();
    must(await city.identity.scanQrSignIn(personId, code));
    expect(must(await poll())).toEqual({ state: 'scanned' });
  });

  it('answers after 20 seconds without news', async () => {
    const { poll } = await show();
    const polling = poll();
    // The look at the database takes real time; the wait begins after it.
    let answered = false;
    void polling.then(() => (answered = true));
    for (let count = 0; count < 100; count += 1) await settled();
    await new Promise((resolve) => setTimeout(resolve, 100));
    city.clock.advance(19_999);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(answered).toBe(false);
    city.clock.advance(1);
    expect(must(await polling)).toEqual({ state: 'waiting' });
  });

  it('lets go of a device that hung up', async () => {
    const { poll } = await show();
    const gone = new AbortController();
    const polling = poll(gone.signal);
    gone.abort();
    expect(must(await polling)).toEqual({ state: 'waiting' });
  });

  it('ends when the phone declines', async () => {
    const { personId } = await city.person('Dora');
    const { ticket, code, poll } = await show();
    must(await city.identity.scanQrSignIn(personId, code));
    must(await city.identity.answerQrSignIn(personId, { ticket, allow: false }));
    expect(must(await poll())).toEqual({ state: 'declined' });
    const late = await city.identity.answerQrSignIn(personId, { ticket, allow: true });
    expect(reason(late)).toBe('ticket_unknown');
    expect(await city.identity.listSessions(personId, null)).toHaveLength(1);
  });

  it('ends after two minutes, whatever was scanned or confirmed', async () => {
    const { personId } = await city.person('Enzo');
    const [fresh, scanned, confirmed] = [await show(), await show(), await show()];
    for (const { code } of [scanned, confirmed]) {
      must(await city.identity.scanQrSignIn(personId, code));
    }
    const allow = { ticket: confirmed.ticket, allow: true };
    must(await city.identity.answerQrSignIn(personId, allow));
    city.clock.advance(120_000);
    expect(reason(await city.identity.scanQrSignIn(personId, fresh.code))).toBe('ticket_unknown');
    const late = { ticket: scanned.ticket, allow: true };
    expect(reason(await city.identity.answerQrSignIn(personId, late))).toBe('ticket_unknown');
    for (const { poll } of [fresh, scanned, confirmed]) {
      expect(must(await poll())).toEqual({ state: 'expired' });
    }
  });

  it('belongs to the phone that scanned and the device that asked', async () => {
    const [owner, thief] = [await city.person('Fritz'), await city.person('Gero')];
    const { ticket, code, secret } = await show();
    must(await city.identity.scanQrSignIn(owner.personId, code));
    expect(reason(await city.identity.scanQrSignIn(thief.personId, code))).toBe('ticket_unknown');
    const answer = await city.identity.answerQrSignIn(thief.personId, { ticket, allow: true });
    expect(reason(answer)).toBe('ticket_unknown');
    const wrong = { ticket, secret: code, signal: never };
    expect(reason(await city.identity.pollQrSignIn(wrong))).toBe('ticket_unknown');
    const nonsense = { ticket: 'no ticket', secret, signal: never };
    expect(reason(await city.identity.pollQrSignIn(nonsense))).toBe('ticket_unknown');
  });

  it('lets nobody in who was suspended in between', async () => {
    const { personId } = await city.person('Hans');
    const { ticket, code, poll } = await show();
    must(await city.identity.scanQrSignIn(personId, code));
    must(await city.identity.answerQrSignIn(personId, { ticket, allow: true }));
    await city.db.tx((tx) => city.identity.control.suspend(tx, personId));
    expect(reason(await poll())).toBe('suspended');
  });
});
