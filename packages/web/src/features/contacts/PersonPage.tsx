import { useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import { useCallback } from 'react';
import { api, useAnswer, useClientState } from '../../state/index.ts';
import { FormError, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';
import { PersonView, type Found } from './PersonView.tsx';

const byGroup: Found = { via: 'group' };

/** A person whom the viewer knows already: a contact, an asker, a member of a shared group. */
export function PersonPage({ id }: { id: PersonId }) {
  const { t } = useLingui();
  const known = useClientState(
    ['contacts', 'people'],
    useCallback((state) => state.contacts.get(id)?.person ?? state.people.get(id) ?? null, [id]),
  );
  const answer = useAnswer(
    useCallback(
      (signal: AbortSignal) => api.contacts.getPerson({ personId: id }, { signal }),
      [id],
    ),
  );
  const person = known ?? answer.data?.person ?? null;
  return (
    <>
      <TopBar title={t`Profile`} back="/contacts" backOnPhone />
      {person !== null ? (
        <PersonView person={person} found={byGroup} />
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
