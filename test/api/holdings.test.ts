import { expect, it } from 'vitest';
import { tablesWithoutOwner } from '../../packages/server/src/modules/rights/index.ts';
import { startCity } from './support/city.ts';

it('every table belongs to exactly one module, which exports and erases it', async () => {
  await using city = await startCity();
  const { kernel, modules } = city.composed;
  expect(await tablesWithoutOwner(kernel.db, modules.rights.holdings)).toEqual([]);
});

it('says what is kept in the language of whoever asks', async () => {
  await using city = await startCity();
  const ana = await city.signUp('Ana');
  const titles = async (locale: 'en' | 'es' | 'zh') => {
    await ana.must('identity.updateProfile', { locale });
    const { holdings } = await ana.must('rights.listHoldings', {});
    return holdings.flatMap(({ title, why, keptFor, onErasure }) => [
      title,
      why,
      keptFor,
      onErasure,
    ]);
  };
  const english = new Set(await titles('en'));
  for (const locale of ['es', 'zh'] as const) {
    expect((await titles(locale)).filter((sentence) => english.has(sentence))).toEqual([]);
  }
});
