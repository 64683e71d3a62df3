import { Trans } from '@lingui/react/macro';
import type { State } from '@plaza/client';
import type { Bill } from '@plaza/contract';
import { useCallback } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { useAnswer, useClient, useClientState } from '../../state/index.ts';
import { ListRow, SectionCard } from '../../ui/index.ts';
import { Picture } from './Picture.tsx';
import { isDue, standingWords } from './words.ts';

/** What was told of a bill after it was listed. */
function useNow(bill: Bill): Bill {
  const { billId } = bill;
  const known = useClientState(
    'pay',
    useCallback((state: State) => state.bills.get(billId) ?? null, [billId]),
  );
  return known === null || known.version < bill.version ? bill : known;
}

function Row({ bill: listed }: { bill: Bill }) {
  const bill = useNow(listed);
  const { billId, conversationId, collector, title, money, mine } = bill;
  if (bill.state !== 'open') return null;
  const amount = mine?.money ?? money;
  return (
    <ListRow
      to={`/chats/${conversationId}/bill/${billId}`}
      start={<Picture person={collector} />}
      title={title}
      subtitle={standingWords(bill)}
      end={amount === null || isDue(bill) ? null : <bdi>{formatMoney(amount)}</bdi>}
    />
  );
}

/** Bills that wait for my part, and those that I collect; nothing where there are none. */
export default function OpenBills() {
  const { api } = useClient();
  const ask = useCallback(
    (signal: AbortSignal) => api.bills.listOpen({}, { signal }).then(({ bills }) => bills),
    [api],
  );
  const { data: bills } = useAnswer(ask);
  if (bills === null || bills.length === 0) return null;
  return (
    <SectionCard title={<Trans>Open bills</Trans>}>
      {bills.map((bill) => (
        <Row key={bill.billId} bill={bill} />
      ))}
    </SectionCard>
  );
}
