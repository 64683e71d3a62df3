import { groupActions, mayInGroup, roles } from '@plaza/contract';
import { expect, test } from 'vitest';
import { allowed } from './permissions.ts';

test('the table of permissions is the contract’s, cell by cell', () => {
  expect(Object.keys(allowed).sort()).toEqual([...groupActions].sort());
  for (const action of groupActions) {
    for (const role of roles) {
      expect([action, role, allowed[action].includes(role)]).toEqual([
        action,
        role,
        mayInGroup(role, action),
      ]);
    }
  }
});
