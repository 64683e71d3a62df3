import type { PersonId } from '@plaza/base';
import type { MethodInput, MomentsSettings } from '@plaza/contract';
import { decide, no, yes, type Outcome } from '../../kernel/rpc/index.ts';
import type { MomentsDeps } from './deps.ts';
import { describeFiles } from './files.ts';
import { lockPerson, selectPerson, updatePerson } from './store/people.ts';
import type { PersonRow } from './types.ts';

function present({ window, allowsStrangers, coverId }: PersonRow): MomentsSettings {
  return { window, allowsStrangers, coverId };
}

export async function getSettings(deps: MomentsDeps, personId: PersonId): Promise<MomentsSettings> {
  return present(await selectPerson(deps.db.query, personId));
}

export async function setSettings(
  deps: MomentsDeps,
  personId: PersonId,
  input: MethodInput<'moments.setSettings'>,
): Promise<Outcome<MomentsSettings, 'file_unknown'>> {
  const { coverId: wanted } = input;
  if (wanted !== undefined && wanted !== null) {
    const found = await describeFiles(deps, personId, [wanted]);
    if (found?.get(wanted)?.kind !== 'image') return no('file_unknown');
  }
  return decide<MomentsSettings, 'file_unknown'>(deps.db, async (tx) => {
    const known = await lockPerson(tx.query, personId);
    const next: PersonRow = {
      personId,
      window: input.window ?? known.window,
      allowsStrangers: input.allowsStrangers ?? known.allowsStrangers,
      coverId: wanted === undefined ? known.coverId : wanted,
    };
    if (next.coverId !== known.coverId) {
      if (next.coverId !== null && !(await deps.files.hold(tx, next.coverId))) {
        return no('file_unknown');
      }
      if (known.coverId !== null) await deps.files.letGo(tx, known.coverId);
    }
    await updatePerson(tx.query, next);
    return yes(present(next));
  });
}
