import { Trans, useLingui } from '@lingui/react/macro';
import { formatNumber, formatWait } from '../../i18n/format.ts';
import { api } from '../../state/calls.ts';
import { useAnswer } from '../../state/use-answer.ts';
import { FormError, Screen, SkeletonRows, TopBar } from '../../ui/index.ts';

const ask = () => api.operator.listLimits({});
type Limit = Awaited<ReturnType<typeof ask>>['limits'][number];

function LimitRow({ method, scope, count, perSeconds, refused }: Limit) {
  return (
    <tr className="border-t border-line">
      <th scope="row" dir="ltr" className="py-2.5 ps-4 pe-2 text-start font-medium break-words">
        {method}
      </th>
      <td className="p-2">{scope === 'person' ? <Trans>person</Trans> : <Trans>address</Trans>}</td>
      <td className="p-2 tabular-nums">
        {formatNumber(count)} / {formatWait(perSeconds * 1000)}
      </td>
      <td className="py-2.5 ps-2 pe-4 text-end tabular-nums">{formatNumber(refused)}</td>
    </tr>
  );
}

export function Limits() {
  const { t } = useLingui();
  const { data, failure } = useAnswer(ask);
  const factor = data === null ? '' : formatNumber(data.factor);
  return (
    <>
      <TopBar title={t`Limits`} back="/me/operator" />
      <Screen>
        <FormError>{failure?.text}</FormError>
        {data === null ? (
          failure === null && <SkeletonRows />
        ) : (
          <>
            <p className="text-muted">
              <Trans>
                All counts are multiplied by {factor}, the setting PLAZA_LIMIT_FACTOR. Refusals are
                counted since the server started.
              </Trans>
            </p>
            <div
              // A table wider than the screen is scrolled by keys too.
              // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- see above
              tabIndex={0}
              role="region"
              aria-label={t`Limits`}
              className="edge overflow-x-auto rounded-2xl bg-surface text-sm"
            >
              <table className="w-full min-w-md">
                <thead className="text-muted">
                  <tr>
                    <th scope="col" className="py-2.5 ps-4 pe-2 text-start font-medium">
                      <Trans context="method">Call</Trans>
                    </th>
                    <th scope="col" className="p-2 text-start font-medium">
                      <Trans>Per</Trans>
                    </th>
                    <th scope="col" className="p-2 text-start font-medium">
                      <Trans>Allowed</Trans>
                    </th>
                    <th scope="col" className="py-2.5 ps-2 pe-4 text-end font-medium">
                      <Trans>Refused</Trans>
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {data.limits.map((limit) => (
                    <LimitRow key={`${limit.method} ${limit.scope}`} {...limit} />
                  ))}
                </tbody>
              </table>
            </div>
          </>
        )}
      </Screen>
    </>
  );
}
