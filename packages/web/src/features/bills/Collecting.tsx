import { Trans, useLingui } from '@lingui/react/macro';
import type { Bill } from '@plaza/contract';
import { BellRing } from 'lucide-react';
import { useState } from 'react';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError, showToast } from '../../ui/index.ts';

/** What the collector does with the whole bill: reminds, or ends it. */
export function Collecting({ bill }: { bill: Bill }) {
  const { t } = useLingui();
  const { api, commands } = useClient();
  const { busy, failure, run } = useTask();
  const [isSure, setSure] = useState(false);
  const { billId } = bill;
  const remind = () =>
    void run(async () => {
      const answer = await api.bills.remind({ billId });
      await commands.takeBills([answer.bill]);
      showToast(t`Those who have not paid were reminded.`);
    });
  const close = () =>
    void run(async () => {
      const answer = await api.bills.close({ billId });
      await commands.takeBills([answer.bill]);
    });
  return (
    <div className="flex flex-col gap-2">
      <FormError>{failure?.text}</FormError>
      {isSure ? (
        <>
          <p>
            <Trans>What is not paid yet is not asked any more. Close the bill?</Trans>
          </p>
          <div className="flex flex-wrap gap-2">
            <Button tone="danger" busy={busy} className="flex-1" onClick={close}>
              <Trans>Close the bill</Trans>
            </Button>
            <Button tone="plain" className="flex-1" onClick={() => setSure(false)}>
              <Trans>Leave it open</Trans>
            </Button>
          </div>
        </>
      ) : (
        <div className="flex flex-wrap gap-2">
          <Button
            tone="soft"
            busy={busy}
            className="flex-1"
            icon={<BellRing aria-hidden="true" className="size-5" />}
            onClick={remind}
          >
            <Trans>Remind</Trans>
          </Button>
          <Button tone="plain" className="flex-1" onClick={() => setSure(true)}>
            <Trans>Close the bill …</Trans>
          </Button>
        </div>
      )}
    </div>
  );
}
