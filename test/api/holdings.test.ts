import { expect, it } from 'vitest';
import { tablesWithoutOwner } from '../../packages/server/src/modules/rights/index.ts';
import { startCity } from './support/city.ts';

it('every table belongs to exactly one module, which exports and erases it', async () => {
  await using city = await startCity();
  const { kernel, modules } = city.composed;
  expect(await tablesWithoutOwner(kernel.db, modules.rights.holdings)).toEqual([]);
});
