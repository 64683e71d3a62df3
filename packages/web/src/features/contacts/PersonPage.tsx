import { useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { useCallback } from 'react';
import { useSearch } from 'wouter';
import { api, asFailure, useAnswer, useClientState } from '../../state/index.ts';
import { FormError, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';
import { PersonView, type Found } from './PersonView.tsx';

const byGroup: Found = { via: 'group' };
const byHandle: Found = { via: 'handle' };

/**
 * A person whom the viewer knows already, or else one whom somebody recommended: they are found by
 * their handle, unless they do not want to be.
 */
async function look(personId: PersonId, handle: string | null, signal: AbortSignal) {
  try {
    return { ...(await api.contacts.getPerson({ personId }, { signal })), found: byGroup };
  } catch (thrown) {
    if (handle === null || asFailure(thrown).error !== 'person_not_found') throw thrown;
    const answer = await api.contacts.findByHandle({ handle }, { signal });
    // A handle can be somebody else's by now.
    if (answer.person.personId !== personId) throw thrown;
    return { ...answer, found: byHandle };
  }
}

/** A contact, an asker, a member of a shared group, or somebody recommended (`?handle=`). */
export function PersonPage({ id }: { id: PersonId }) {
  const { t } = useLingui();
  const handle = new URLSearchParams(useSearch()).get('handle');
  const known = useClientState(
    ['contacts', 'people'],
    useCallback((state) => state.contacts.get(id)?.person ?? state.people.get(id) ?? null, [id]),
  );
  const answer = useAnswer(
    useCallback((signal: AbortSignal) => look(id, handle, signal), [id, handle]),
  );
  const person = known ?? answer.data?.person ?? null;
  return (
    <>
      <TopBar title={t`Profile`} back="/contacts" backOnPhone />
      {person !== null ? (
        <PersonView person={person} found={answer.data?.found ?? byGroup} />
      ) : answer.failure !== null ? (
        <Screen>
          <FormError>{answer.failure.text}</FormError>
        </Screen>
      ) : (
        <SkeletonRows count={3} />
      )}
    </>
  );
}

/** The person whose code was scanned, or whose link was opened. */
export function CodePage({ code }: { code: string }) {
  const { t } = useLingui();
  const { data, failure } = useAnswer(
    useCallback((signal: AbortSignal) => api.contacts.findByCode({ code }, { signal }), [code]),
  );
  return (
    <>
      <TopBar title={t`Profile`} back="/contacts/add" />
      {data !== null ? (
        <PersonView person={data.person} found={{ via: 'code', code }} />
      ) : failure !== null ? (
        <Screen>
          <FormError>{failure.text}</FormError>
        </Screen>
      ) : (
        <SkeletonRows count={3} />
      )}
    </>
  );
}
