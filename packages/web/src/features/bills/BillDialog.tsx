import { useLingui } from '@lingui/react/macro';
import type { BillId } from '@plaza/base';
import type { State } from '@plaza/client';
import type { Bill } from '@plaza/contract';
import { useCallback } from 'react';
import { formatMoney } from '../../i18n/money.ts';
import { useAnswer, useClient } from '../../state/index.ts';
import { Avatar, Dialog, FormError, Skeleton } from '../../ui/index.ts';
import { ApprovalSheet } from '../pay/index.ts';
import { useBillPayment } from './bill-way.ts';
import { Collecting } from './Collecting.tsx';
import { Face } from './Face.tsx';
import { PayPart } from './PayPart.tsx';
import { Shares } from './Shares.tsx';
import { useBill } from './use-bill.ts';
import { nameAt } from './words.ts';

export type BillDialogProps = {
  state: State;
  billId: BillId;
  onClose(): void;
};

/** All of a bill is asked for again whenever something of it changed. */
function useDetail(billId: BillId, version: number | undefined) {
  const { api, commands } = useClient();
  const ask = useCallback(
    async (signal: AbortSignal) => {
      const detail = await api.bills.getDetail({ billId }, { signal });
      await commands.takeBills([detail.bill]);
      return detail;
    },
    // eslint-disable-next-line react/exhaustive-deps -- the version says that it is another answer
    [api, commands, billId, version],
  );
  return useAnswer(ask);
}

type KnownProps = BillDialogProps & { bill: Bill; face: ReturnType<typeof useBillPayment> };

function Known({ state, bill, face }: KnownProps) {
  const { data: detail, failure, reload } = useDetail(bill.billId, bill.version);
  const isCollector = bill.collector.personId === state.me?.personId;
  return (
    <>
      <Face state={state} bill={bill} />
      <PayPart bill={bill} onPay={face.begin} />
      {detail !== null ? (
        <Shares {...{ state, detail, isCollector }} onChanged={reload} />
      ) : failure === null ? (
        <Skeleton className="h-32" />
      ) : null}
      <FormError>{detail === null ? failure?.text : undefined}</FormError>
      {isCollector && bill.state === 'open' ? <Collecting bill={bill} /> : null}
    </>
  );
}

/** Nothing is known yet: it is asked for, or the server does not know it, or does not answer. */
function Unknown({ billId }: { billId: BillId }) {
  const { failure } = useDetail(billId, undefined);
  return failure === null ? <Skeleton className="h-72" /> : <FormError>{failure.text}</FormError>;
}

/** A bill: what is asked, who has paid, and to pay one’s part. */
export default function BillDialog(props: BillDialogProps) {
  const { state, billId, onClose } = props;
  const { t } = useLingui();
  const bill = useBill(billId);
  const face = useBillPayment(billId);
  const { payment } = face;
  if (payment !== null && bill !== null) {
    const { collector, conversationId, title } = bill;
    const name = nameAt(state, conversationId, collector);
    const { personId, photoPath } = collector;
    const picture = <Avatar id={personId} name={name} photoPath={photoPath} />;
    const amount = formatMoney(payment.money);
    const done = { title: t`You paid ${amount}`, text: t`${name} has it already.` };
    return (
      <ApprovalSheet
        {...{ face, payment, done }}
        payee={{ name, picture }}
        note={title}
        onClose={face.drop}
        onDone={face.drop}
      />
    );
  }
  return (
    <Dialog open onClose={onClose} title={t`Bill`}>
      {bill === null ? <Unknown billId={billId} /> : <Known {...props} {...{ bill, face }} />}
    </Dialog>
  );
}
