import { cleanLine } from '@plaza/base';
import { no, yes, type Outcome } from '../../../kernel/rpc/index.ts';
import { updateGroup } from '../store/groups.ts';
import { selectStandings, updateNickname } from '../store/members.ts';
import type { StoredBody } from '../types.ts';
import { createGroupChange, wrote, type ChangeReason, type InGroup } from './change.ts';
import type { Done, GroupsDeps } from './deps.ts';
import { nameLength } from './growth.ts';
import { appendTo } from './steps.ts';

/** Code points of a nickname, as in the contract. */
const nicknameLength = 40;

export type Settings = { muteAll?: boolean | undefined; joinApproval?: boolean | undefined };
export function createSettings(deps: GroupsDeps) {
  const { clock } = deps;
  const change = createGroupChange(deps);

  async function setOne(
    where: InGroup,
    key: 'muteAll' | 'joinApproval',
    on: boolean,
  ): Promise<Outcome<object, ChangeReason>> {
    const isMute = key === 'muteAll';
    const action = isMute ? 'setMuteAll' : 'setJoinApproval';
    return change.run({ ...where, action }, async (tx, group) => {
      if (group[key] === on) return wrote(null);
      await updateGroup(tx, group.conversationId, { [key]: on });
      const bodies: StoredBody[] = [{ type: isMute ? 'muteAllSet' : 'joinApprovalSet', on }];
      return wrote(await appendTo(tx, group, { byId: where.viewerId, at: clock.now(), bodies }));
    });
  }

  return {
    async rename(where: InGroup, given: string): Done<ChangeReason | 'invalid'> {
      const name = cleanLine(given, nameLength);
      if (name === '') return no('invalid');
      return change.run({ ...where, action: 'rename' }, async (tx, group) => {
        if (group.name === name) return wrote(null);
        await updateGroup(tx, group.conversationId, { name });
        const bodies: StoredBody[] = [{ type: 'renamed', name }];
        return wrote(await appendTo(tx, group, { byId: where.viewerId, at: clock.now(), bodies }));
      });
    },
    async set(where: InGroup, { muteAll, joinApproval }: Settings): Done<ChangeReason> {
      const first = muteAll === undefined ? yes({}) : await setOne(where, 'muteAll', muteAll);
      if (!first.ok || joinApproval === undefined) return first;
      return setOne(where, 'joinApproval', joinApproval);
    },
    setNickname: (where: InGroup, given: string): Done<ChangeReason> =>
      change.run({ ...where, action: 'setNickname' }, async (tx, group) => {
        const { viewerId: personId, conversationId } = where;
        const nickname = cleanLine(given, nicknameLength);
        const now = (await selectStandings(tx, conversationId, [personId])).get(personId);
        if (now?.nickname === nickname) return wrote(null);
        await updateNickname(tx, { conversationId, personId }, nickname);
        const bodies: StoredBody[] = [{ type: 'nicknameSet', personId, nickname }];
        return wrote(await appendTo(tx, group, { byId: personId, at: clock.now(), bodies }));
      }),
  };
}
