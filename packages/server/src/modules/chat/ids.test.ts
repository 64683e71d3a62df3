import { isUuid, type ClientId, type PersonId } from '@plaza/base';
import { expect, test } from 'vitest';
import { directConversationId, groupConversationId } from './ids.ts';

const anna = '0190a000-0000-7000-8000-000000000001' as PersonId;
const ben = '0190a000-0000-7000-8000-000000000002' as PersonId;

test('the id of a direct conversation does not depend on who opens it', () => {
  const id = directConversationId(anna, ben);
  expect(directConversationId(ben, anna)).toBe(id);
  expect(isUuid(id)).toBe(true);
  expect(id[14]).toBe('8');
});

test('the id of a group depends on its creator and their id for it', () => {
  const client = '0190a000-0000-7000-8000-000000000003' as ClientId;
  expect(groupConversationId(anna, client)).toBe(groupConversationId(anna, client));
  expect(groupConversationId(anna, client)).not.toBe(groupConversationId(ben, client));
});
