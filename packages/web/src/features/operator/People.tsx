import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import type { OperatedPerson } from '@plaza/contract';
import { useCallback, useDeferredValue, useState } from 'react';
import { api } from '../../state/calls.ts';
import { Avatar, ListRow, Screen, SearchField, SectionCard, TopBar } from '../../ui/index.ts';
import { More } from './More.tsx';
import { usePages } from '../../state/use-pages.ts';

export const stateWords: Record<OperatedPerson['state'], MessageDescriptor> = {
  active: msg`Active`,
  suspended: msg`Suspended`,
  deleting: msg`Will be erased`,
};

function PersonRow({ operated }: { operated: OperatedPerson }) {
  const { t } = useLingui();
  const { person, role, state } = operated;
  return (
    <ListRow
      to={`/me/operator/people/${person.handle}`}
      start={<Avatar id={person.personId} name={person.displayName} photoPath={person.photoPath} />}
      title={person.displayName || t`Deleted person`}
      subtitle={
        <>
          <bdi dir="ltr">@{person.handle}</bdi>
          {role === 'operator' ? ` · ${t`Operator`}` : ''}
          {state === 'active' ? '' : ` · ${t(stateWords[state])}`}
        </>
      }
    />
  );
}

export function People() {
  const { t } = useLingui();
  const [typed, setTyped] = useState('');
  const search = useDeferredValue(typed.trim());
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const { people, next } = await api.operator.listPeople({
        ...(search === '' ? {} : { search }),
        ...(cursor === null ? {} : { cursor }),
      });
      return { items: people, next };
    },
    [search],
  );
  const pages = usePages(fetchPage);
  return (
    <>
      <TopBar title={t`People`} back="/me/operator" />
      <Screen>
        <SearchField label={t`Handle or name`} value={typed} onChange={setTyped} />
        {pages.items === null ? null : pages.items.length === 0 ? (
          <p role="status" className="text-center text-muted">
            <Trans>Nobody was found.</Trans>
          </p>
        ) : (
          <SectionCard>
            {pages.items.map((operated) => (
              <PersonRow key={operated.person.personId} operated={operated} />
            ))}
          </SectionCard>
        )}
        <More pages={pages} />
      </Screen>
    </>
  );
}
