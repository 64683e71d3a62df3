import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId, PersonId } from '@plaza/base';
import type { State } from '@plaza/client';
import { useEffect, useId, useRef, useState } from 'react';
import { SearchField, TopBar } from '../../ui/index.ts';
import { personName } from '../chat/index.ts';
import { FoundMessages } from './FoundMessages.tsx';
import { KindChips } from './KindChips.tsx';
import { withKind, type KindChoice } from './kinds.ts';
import type { Asked } from './use-message-search.ts';

export type InsideProps = { id: ConversationId; state: State };

const field = 'min-h-11 max-w-full rounded-xl bg-field px-3 text-sm';

/** A day of the viewer as the two moments that it lies between. */
function dayRange(from: string, to: string): Pick<Asked, 'from' | 'to'> {
  const start = from === '' ? null : new Date(`${from}T00:00:00`);
  const end = to === '' ? null : new Date(`${to}T23:59:59.999`);
  return {
    ...(start === null ? {} : { from: start.toISOString() }),
    ...(end === null ? {} : { to: end.toISOString() }),
  };
}

/** Looks for something in one conversation, by words, kind, person and day. */
export default function Inside({ id, state }: InsideProps) {
  const { t } = useLingui();
  const name = useId();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState('');
  const [kind, setKind] = useState<KindChoice>('all');
  const [sender, setSender] = useState<PersonId | ''>('');
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  useEffect(() => input.current?.focus(), []);

  const wanted = query.trim();
  const isAsked = wanted !== '' || kind !== 'all' || sender !== '' || from !== '' || to !== '';
  const known = state.conversations.get(id);
  const members = known?.members ?? [];
  const people = members.map(({ person }) => person.personId);
  const plain: Asked = {
    ...{ query: wanted, conversationId: id },
    ...(sender === '' ? {} : { senderId: sender }),
    ...dayRange(from, to),
  };
  return (
    <>
      <TopBar title={t`Search in this conversation`} back={`/chats/${id}`} />
      <div className="min-h-0 flex-1 overflow-y-auto pb-4">
        <div className="mx-auto flex max-w-xl flex-col">
          <div className="px-4 py-2">
            <SearchField ref={input} label={t`Words`} value={query} onChange={setQuery} />
          </div>
          <KindChips value={kind} onChange={setKind} />
          <div className="flex flex-wrap gap-3 px-4 py-2">
            {people.length < 2 ? null : (
              <label className="flex max-w-full flex-col gap-1 text-sm text-muted">
                {t`From`}
                <select
                  className={field}
                  value={sender}
                  onChange={(event) => setSender(event.target.value as PersonId | '')}
                >
                  <option value="">{t`Anybody`}</option>
                  {people.map((personId) => (
                    <option key={personId} value={personId}>
                      {personName(state, personId)}
                    </option>
                  ))}
                </select>
              </label>
            )}
            <label
              htmlFor={`${name}-from`}
              className="flex max-w-full flex-col gap-1 text-sm text-muted"
            >
              {t`First day`}
              <input
                id={`${name}-from`}
                type="date"
                className={field}
                value={from}
                max={to === '' ? undefined : to}
                onChange={(event) => setFrom(event.target.value)}
              />
            </label>
            <label
              htmlFor={`${name}-to`}
              className="flex max-w-full flex-col gap-1 text-sm text-muted"
            >
              {t`Last day`}
              <input
                id={`${name}-to`}
                type="date"
                className={field}
                value={to}
                min={from === '' ? undefined : from}
                onChange={(event) => setTo(event.target.value)}
              />
            </label>
          </div>
          {isAsked ? (
            <FoundMessages asked={withKind(plain, kind)} state={state} isInside />
          ) : (
            <p className="px-4 py-6 text-center text-sm text-muted">
              <Trans>Type words, or choose a kind, a person or a day.</Trans>
            </p>
          )}
        </div>
      </div>
    </>
  );
}
