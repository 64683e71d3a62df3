import type { FileId, SessionId } from '@plaza/base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { password, startCity, type TestCity } from './support/city.ts';
import { makePng, upload } from './support/files.ts';
import { noId } from './support/talk.ts';

let city: TestCity;
beforeAll(async () => {
  city = await startCity();
});
afterAll(async () => {
  await city[Symbol.asyncDispose]();
  expect(city.faults).toEqual([]);
});

const dayMs = 24 * 3_600_000;

describe('a profile', () => {
  it('changes on all devices, and on those of contacts', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const [own, other] = [await ana.socket(), await wei.socket()];
    const change = {
      displayName: ' Ana  López ',
      region: 'Old town',
      signature: '🚲',
      locale: 'es',
    };
    const me = await ana.must('identity.updateProfile', change as typeof change & { locale: 'es' });
    expect(me).toMatchObject({ ...change, displayName: 'Ana López' });
    await own.event('identity.meChanged', (told) => told.me.displayName === 'Ana López');
    const { person } = await other.event('identity.personChanged');
    expect(person).toMatchObject({ personId: ana.me.personId, displayName: 'Ana López' });
    expect(person).not.toHaveProperty('locale');
    own.close();
    other.close();
  });

  it('keeps a handle for 30 days, and then keeps the old one from others', async () => {
    const [ana, wei] = [await city.signUp('Ana'), await city.signUp('Wei')];
    const old = ana.me.handle;
    await ana.must('identity.changeHandle', { handle: 'ana_new' });
    const again = () => ana.call('identity.changeHandle', { handle: 'ana_newer' });
    expect(await again()).toMatchObject({ error: 'handle_change_too_soon' });
    const change = (handle: string) => wei.refused('identity.changeHandle', { handle });
    expect(await change('ana_new')).toBe('handle_taken');
    expect(await change(old)).toBe('handle_taken');
    expect(await change('admin')).toBe('handle_reserved');
    city.clock.travel(30 * dayMs + 1);
    expect((await again()).ok).toBe(true);
    expect(await wei.must('identity.changeHandle', { handle: old })).toMatchObject({ handle: old });
  });
});

describe('a photo', () => {
  it('is an own upload, shown to any signed-in person', async () => {
    const [ana, wei] = await city.contacts('Ana', 'Wei');
    const socket = await wei.socket();
    const { fileId } = await upload(ana, makePng());
    const me = await ana.must('identity.setPhoto', { fileId });
    const { person } = await socket.event('identity.personChanged');
    expect(person.photoPath).toBe(me.photoPath);
    socket.close();
    const headers = { authorization: `Bearer ${wei.token}` };
    const photo = await fetch(`${city.origin}${me.photoPath}`, { headers });
    expect(photo.status).toBe(200);
    expect(await ana.must('identity.setPhoto', { fileId: null })).toMatchObject({
      photoPath: null,
    });
    expect((await fetch(`${city.origin}${me.photoPath}`, { headers })).status).toBe(404);
  });

  it('is no file of another, nor of nobody, nor anything but an image', async () => {
    const [ana, eve] = [await city.signUp('Ana'), await city.signUp('Eve')];
    const { fileId } = await upload(ana, makePng());
    expect(await eve.refused('identity.setPhoto', { fileId })).toBe('file_unknown');
    expect(await eve.refused('identity.setPhoto', { fileId: noId<FileId>() })).toBe('file_unknown');
    // Uploads are images only; other ways into the store may come.
    const label = { contentType: 'text/plain', purpose: 'photo', ownerId: eve.me.personId };
    const note = await city.composed.kernel.files.put(Buffer.from('a note'), label);
    expect(await eve.refused('identity.setPhoto', { fileId: note })).toBe('not_an_image');
  });
});

describe('sessions', () => {
  it('are listed with the own one marked, and end at once when revoked', async () => {
    const ana = await city.signUp('Ana');
    const phone = await city.signIn(ana);
    const socket = await phone.socket();
    const { sessions } = await ana.must('identity.listSessions', {});
    expect(sessions.filter(({ current }) => current).map((each) => each.sessionId)).toEqual([
      ana.sessionId,
    ]);
    expect(sessions[0]?.address).toMatch(/\*$/);
    await ana.must('identity.revokeSession', { sessionId: phone.sessionId });
    await socket.event('identity.sessionEnded');
    expect(await socket.closed).toBe(4001);
    expect(await phone.refused('identity.getMe', {})).toBe('unauthenticated');
    const unknown = { sessionId: phone.sessionId };
    expect(await ana.refused('identity.revokeSession', unknown)).toBe('session_unknown');
    const never = { sessionId: noId<SessionId>() };
    expect(await ana.refused('identity.revokeSession', never)).toBe('session_unknown');
  });

  it('end all but one, and the last by signing out', async () => {
    const ana = await city.signUp('Ana');
    const others = [await city.signIn(ana), await city.signIn(ana)];
    expect(await ana.must('identity.revokeOtherSessions', {})).toEqual({ revoked: 2 });
    for (const other of others) {
      expect(await other.refused('identity.getMe', {})).toBe('unauthenticated');
    }
    await ana.must('identity.signOut', {});
    expect(await ana.refused('identity.getMe', {})).toBe('unauthenticated');
  });

  it('clears the cookie when a browser signs out', async () => {
    const ana = await city.signUp('Ana');
    const answer = await fetch(`${city.origin}/rpc/identity.signOut`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `plaza_session=${ana.token}` },
      body: '{}',
    });
    expect(answer.headers.get('set-cookie')).toMatch(/^plaza_session_\d+=; Max-Age=0;/);
  });

  it('lapse after 400 days of silence', async () => {
    const ana = await city.signUp('Ana');
    city.clock.travel(401 * dayMs);
    // What was asked a moment ago may be remembered for five seconds.
    await city.composed.modules.identity.clean();
    expect(await ana.refused('identity.getMe', {})).toBe('unauthenticated');
  });
});

describe('a password', () => {
  it('changes with the present one, and ends the other sessions', async () => {
    const ana = await city.signUp('Ana');
    const phone = await city.signIn(ana);
    const change = (currentPassword: string | null, newPassword: string) =>
      ana.call('identity.changePassword', { currentPassword, newPassword });
    const fresh = 'seven ripe lemons';
    expect(await change('something else', fresh)).toMatchObject({ error: 'wrong_credentials' });
    expect(await change(null, fresh)).toMatchObject({ error: 'wrong_credentials' });
    expect(await change(password, 'password123')).toMatchObject({ error: 'weak_password' });
    expect((await change(password, fresh)).ok).toBe(true);
    expect(await phone.refused('identity.getMe', {})).toBe('unauthenticated');
    expect((await ana.call('identity.getMe', {})).ok).toBe(true);
    await city.signIn({ ...ana, password: fresh });
  });
});
