import { Trans, useLingui } from '@lingui/react/macro';
import { BellRing } from 'lucide-react';
import { useCallback, useState } from 'react';
import { formatDateTime, formatMoment } from '../../../i18n/format.ts';
import { api, useAnswer, usePages, useTask } from '../../../state/index.ts';
import {
  Button,
  Dialog,
  EmptyState,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../../ui/index.ts';
import type { PageProps } from '../MerchantPages.tsx';
import { placeOf } from '../place.ts';
import type { Mine } from '../use-merchants.ts';
import type { Notice } from './types.ts';
import { noticeWords, tryWords } from './words.ts';

type DetailProps = { mine: Mine; notice: Notice; onClose(): void; onAgain(): void };

function Detail({ mine, notice, onClose, onAgain }: DetailProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const { noticeId } = notice;
  const ask = useCallback(
    () => api.payv3.getNotice({ merchantId, noticeId }),
    [merchantId, noticeId],
  );
  const { data, failure } = useAnswer(ask);
  const again = useTask();
  return (
    <Dialog
      open
      title={notice.eventType}
      onClose={onClose}
      actions={
        <Button
          busy={again.busy}
          onClick={() =>
            void again.run(async () => {
              await api.payv3.redeliver({ merchantId, noticeId });
              onAgain();
            })
          }
        >
          <Trans>Send it again</Trans>
        </Button>
      }
    >
      <p dir="ltr" className="text-sm break-all text-muted">
        {notice.url}
      </p>
      <FormError>{failure?.text ?? again.failure?.text}</FormError>
      {data === null ? (
        <SkeletonRows count={3} />
      ) : (
        <>
          <SectionCard title={<Trans>Tries</Trans>}>
            {data.attempts.length === 0 ? <ListRow title={<Trans>None yet</Trans>} /> : null}
            {data.attempts.map(({ number, kind, at, outcome, status, tookMs, answer }) => (
              <ListRow
                key={`${kind} ${number}`}
                title={
                  <>
                    {t(tryWords[outcome])}
                    {status === null ? null : ` (${status})`}
                    {kind === 'probe' ? <Trans>, to a probe</Trans> : null}
                  </>
                }
                subtitle={
                  <>
                    {formatDateTime(at)} · {tookMs} ms
                    {answer === '' ? null : (
                      <code dir="ltr" className="block font-mono break-all">
                        {answer}
                      </code>
                    )}
                  </>
                }
              />
            ))}
          </SectionCard>
          <SectionCard title={<Trans>What it says, decrypted</Trans>}>
            <pre
              dir="ltr"
              className="max-h-60 overflow-auto p-3 font-mono text-xs break-all whitespace-pre-wrap"
            >
              {data.resource}
            </pre>
          </SectionCard>
        </>
      )}
    </Dialog>
  );
}

/** What the back end of a shop was told, and whether it heard. */
export default function CallbacksPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const fetchPage = useCallback(
    async (cursor: string | null) => {
      const page = cursor === null ? {} : { cursor };
      const { notices, next } = await api.payv3.listNotices({ merchantId, ...page });
      return { items: notices, next };
    },
    [merchantId],
  );
  const { items, failure, hasMore, busy, loadMore, reload } = usePages(fetchPage);
  const [chosen, setChosen] = useState<Notice | null>(null);
  return (
    <>
      <TopBar title={t`Callbacks`} back={placeOf(merchantId, 'api')} />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {items === null && failure === null ? <SkeletonRows /> : null}
        {items?.length === 0 ? (
          <EmptyState icon={BellRing} title={<Trans>Nothing was told yet</Trans>}>
            <Trans>
              As soon as a program names an address for an order, what happens stands here.
            </Trans>
          </EmptyState>
        ) : null}
        {items === null || items.length === 0 ? null : (
          <SectionCard>
            {items.map((notice) => (
              <ListRow
                key={notice.noticeId}
                title={notice.eventType}
                subtitle={`${formatMoment(notice.createdAt)} · ${notice.outNo}`}
                end={
                  <span
                    className={
                      notice.state === 'delivered'
                        ? 'text-good'
                        : notice.state === 'failed'
                          ? 'text-danger'
                          : 'text-warn'
                    }
                  >
                    {t(noticeWords[notice.state])}
                  </span>
                }
                onClick={() => setChosen(notice)}
              />
            ))}
          </SectionCard>
        )}
        {hasMore ? (
          <Button tone="soft" busy={busy} onClick={loadMore}>
            <Trans>Show more</Trans>
          </Button>
        ) : null}
      </Screen>
      {chosen === null ? null : (
        <Detail
          mine={mine}
          notice={chosen}
          onClose={() => setChosen(null)}
          onAgain={() => {
            setChosen(null);
            reload();
          }}
        />
      )}
    </>
  );
}
