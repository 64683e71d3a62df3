import { expect, it } from 'vitest';
import { startCity } from './support/city.ts';

it('shows the people of a demo city, with their photos, before anybody signs in', async () => {
  await using city = await startCity({ flags: ['--demo', '--seed', '3'] });
  const { people } = await city.stranger.must('identity.listDemoPeople', {});
  expect(people.length).toBeGreaterThanOrEqual(40);
  const drawn = people.find(({ photoPath }) => photoPath !== null);
  const photo = await fetch(`${city.origin}${drawn?.photoPath}`);
  expect([photo.status, photo.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(city.faults).toEqual([]);
});

it('shows no photo to strangers elsewhere', async () => {
  await using city = await startCity();
  const ana = await city.signUp('Ana');
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNwcGgAAAHEAQEli8UMAAAAAElFTkSuQmCC',
    'base64',
  );
  const headers = { authorization: `Bearer ${ana.token}`, 'content-type': 'image/png' };
  const sent = { method: 'POST', headers, body: png };
  const uploaded = await fetch(`${city.origin}/upload?purpose=photo`, sent);
  const { fileId } = (await uploaded.json()) as { fileId: never };
  const { photoPath } = await ana.must('identity.setPhoto', { fileId });
  expect((await fetch(`${city.origin}${photoPath}`)).status).toBe(401);
  expect((await fetch(`${city.origin}${photoPath}`, { headers })).status).toBe(200);
});
