import { Trans, useLingui } from '@lingui/react/macro';
import type { ReconciliationCheck } from '@plaza/contract';
import { CircleAlert, CircleCheck, RefreshCw } from 'lucide-react';
import { formatAmount, formatMoment } from '../../i18n/format.ts';
import { currencyWord } from '../../i18n/money.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import {
  FormError,
  IconButton,
  ListRow,
  Note,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { checkWords } from './words.ts';

const ask = () => api.pay.getReconciliation({});

function Check({ check }: { check: ReconciliationCheck }) {
  const { t } = useLingui();
  const { name, scale, expectedMinor, foundMinor, isFine } = check;
  const expected = formatAmount({ amountMinor: expectedMinor, scale });
  const found = formatAmount({ amountMinor: foundMinor, scale });
  return (
    <ListRow
      start={
        isFine ? (
          <CircleCheck role="img" aria-label={t`Fine`} className="size-6 shrink-0 text-good" />
        ) : (
          <CircleAlert role="img" aria-label={t`Differs`} className="size-6 shrink-0 text-danger" />
        )
      }
      title={t(checkWords[name])}
      subtitle={
        isFine ? (
          <span className="tabular-nums">{found}</span>
        ) : (
          <Trans>
            {found} instead of {expected}
          </Trans>
        )
      }
    />
  );
}

/** Asks the books whether everything fits, currency by currency. */
export default function Reconciliation() {
  const { t } = useLingui();
  const { data, failure, reload } = useAnswer(ask);
  const groups = Map.groupBy(data?.checks ?? [], ({ currency }) => currency);
  const wrong = (data?.checks ?? []).filter(({ isFine }) => !isFine).length;
  const at = data === null ? '' : formatMoment(data.at);
  return (
    <>
      <TopBar
        title={t`Reconciliation`}
        back="/me/operator/books"
        actions={
          <IconButton
            label={t`Look again`}
            icon={<RefreshCw aria-hidden="true" className="size-5" />}
            onClick={reload}
          />
        }
      />
      <Screen isText>
        <FormError>{failure?.text}</FormError>
        {data === null ? (
          failure === null && <SkeletonRows />
        ) : (
          <Note tone={wrong === 0 ? 'good' : 'warn'}>
            <p className="font-semibold">
              {wrong === 0 ? <Trans>Everything fits</Trans> : <Trans>{wrong} checks differ</Trans>}
            </p>
            <p>
              <Trans>
                As of {at}. While people pay, a check may miss by what moved in between: look again.
              </Trans>
            </p>
          </Note>
        )}
        {[...groups].map(([currency, checks]) => (
          <SectionCard
            key={currency ?? ''}
            title={currency === null ? <Trans>The whole city</Trans> : currencyWord(currency)}
          >
            {checks.map((check) => (
              <Check key={check.name} check={check} />
            ))}
          </SectionCard>
        ))}
      </Screen>
    </>
  );
}
