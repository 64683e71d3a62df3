import { Trans, useLingui } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { ContactRequest } from '@plaza/contract';
import { Inbox } from 'lucide-react';
import { Link } from 'wouter';
import { formatMoment } from '../../i18n/format.ts';
import { useClientState } from '../../state/index.ts';
import { Avatar, EmptyState, Screen, SectionCard, TopBar } from '../../ui/index.ts';
import { personName } from '../chat/index.ts';
import { requestsOf } from './relations.ts';
import { AnswerButtons, WithdrawButton } from './RequestActions.tsx';

const whole = (state: State) => state;

function StateWord({ request }: { request: ContactRequest }) {
  switch (request.state) {
    case 'pending':
      return <Trans>Waiting</Trans>;
    case 'accepted':
      return <Trans>Accepted</Trans>;
    case 'ignored':
      return <Trans>Ignored</Trans>;
    case 'withdrawn':
      return <Trans>Taken back</Trans>;
    case 'lapsed':
      return <Trans>Lapsed after 30 days</Trans>;
  }
}

/** A stranger is a name, a handle and a reason: no picture and no text that was not asked for. */
function RequestCard({ request, name }: { request: ContactRequest; name: string }) {
  const { person, direction, reason, state } = request;
  const isPending = state === 'pending';
  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex items-start gap-3">
        <Avatar id={person.personId} name={name} size="s" />
        <div className="min-w-0 flex-1">
          <Link
            to={`/contacts/${person.personId}`}
            dir="auto"
            className="flex min-h-6 font-medium hover:underline"
          >
            {name}
          </Link>
          <p className="text-sm text-muted">
            <bdi dir="ltr">@{person.handle}</bdi> · {formatMoment(request.createdAt)}
          </p>
          {reason === '' ? null : (
            <p dir="auto" className="mt-1 text-sm">
              {reason}
            </p>
          )}
        </div>
        <span className="shrink-0 text-sm text-muted">
          <StateWord request={request} />
        </span>
      </div>
      {isPending && direction === 'incoming' ? <AnswerButtons request={request} /> : null}
      {isPending && direction === 'outgoing' ? <WithdrawButton request={request} /> : null}
    </li>
  );
}

/** Requests of the last 30 days. Nobody is rung for them. */
export function Requests() {
  const { t } = useLingui();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const incoming = requestsOf(state, 'incoming');
  const outgoing = requestsOf(state, 'outgoing');
  const card = (request: ContactRequest) => (
    <RequestCard
      key={request.requestId}
      request={request}
      name={request.person.displayName || personName(state, request.person.personId)}
    />
  );
  return (
    <>
      <TopBar title={t`Requests`} back="/contacts" backOnPhone />
      <Screen>
        {incoming.length + outgoing.length === 0 ? (
          <EmptyState icon={Inbox} title={<Trans>No requests</Trans>}>
            <Trans>Who wants to become your contact is shown here, quietly.</Trans>
          </EmptyState>
        ) : null}
        {incoming.length === 0 ? null : (
          <SectionCard title={<Trans>To you</Trans>}>
            <ul className="divide-y divide-line">{incoming.map(card)}</ul>
          </SectionCard>
        )}
        {outgoing.length === 0 ? null : (
          <SectionCard title={<Trans>From you</Trans>}>
            <ul className="divide-y divide-line">{outgoing.map(card)}</ul>
          </SectionCard>
        )}
      </Screen>
    </>
  );
}
