import { Trans, useLingui } from '@lingui/react/macro';
import type { OwnMerchant } from '@plaza/contract';
import { Plus, Store } from 'lucide-react';
import { api, useTask } from '../../state/index.ts';
import {
  Avatar,
  Button,
  ButtonLink,
  EmptyState,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TopBar,
} from '../../ui/index.ts';
import { placeOf } from './place.ts';
import { useMerchants } from './use-merchants.ts';
import { categoryWords, roleWords } from './words.ts';

type InviteProps = { of: OwnMerchant; onAnswered(): void };

function Invite({ of: { merchant, role }, onAnswered }: InviteProps) {
  const { t } = useLingui();
  const task = useTask();
  const { merchantId, name } = merchant;

  function answer(accept: boolean): void {
    void task.run(async () => {
      await api.merchants.answerInvite({ merchantId, accept });
      onAnswered();
    });
  }

  return (
    <div className="flex flex-col gap-3 p-[16px]">
      <div className="flex items-center gap-[12px]">
        <Avatar id={merchantId} name={name} shape="service" />
        <div className="min-w-0">
          <p className="font-semibold">
            <bdi>{name}</bdi>
          </p>
          <p className="text-sm text-muted">
            <Trans>You are asked to work here.</Trans> {t(roleWords[role])}
          </p>
        </div>
      </div>
      <FormError>{task.failure?.text}</FormError>
      <div className="flex flex-wrap gap-2">
        <Button busy={task.busy} onClick={() => answer(true)}>
          <Trans>Accept</Trans>
        </Button>
        <Button tone="plain" disabled={task.busy} onClick={() => answer(false)}>
          <Trans>Decline</Trans>
        </Button>
      </div>
    </div>
  );
}

function Rows({ merchants }: { merchants: readonly OwnMerchant[] }) {
  const { t } = useLingui();
  if (merchants.length === 0) return null;
  return (
    <SectionCard>
      {merchants.map(({ merchant, role }) => (
        <ListRow
          key={merchant.merchantId}
          to={placeOf(merchant.merchantId)}
          start={<Avatar id={merchant.merchantId} name={merchant.name} shape="service" />}
          title={merchant.name}
          subtitle={`${t(categoryWords[merchant.category])} · ${t(roleWords[role])}`}
          end={merchant.state === 'closed' ? <Trans>Closed</Trans> : null}
        />
      ))}
    </SectionCard>
  );
}

/** The shops where I am somebody, and the way to open one. */
export default function MerchantsPage() {
  const { t } = useLingui();
  const { data, failure, reload } = useMerchants();
  const invited = data?.filter(({ membership }) => membership === 'invited') ?? [];
  const active = data?.filter(({ membership }) => membership === 'active') ?? [];
  const open = (
    <ButtonLink to="/me/merchants/new" icon={<Plus aria-hidden="true" className="size-5" />}>
      <Trans>Open a shop account</Trans>
    </ButtonLink>
  );
  return (
    <>
      <TopBar title={t`My shops`} back="/me/wallet" />
      <Screen>
        {data === null ? (
          failure === null ? (
            <SkeletonRows />
          ) : (
            <FormError>{failure.text}</FormError>
          )
        ) : (
          <>
            {invited.length === 0 ? null : (
              <SectionCard title={<Trans>Invitations</Trans>}>
                {invited.map((one) => (
                  <Invite key={one.merchant.merchantId} of={one} onAnswered={reload} />
                ))}
              </SectionCard>
            )}
            <Rows merchants={active} />
            {active.length > 0 ? (
              open
            ) : (
              <EmptyState
                icon={Store}
                title={<Trans>Take payments in a minute</Trans>}
                action={open}
              >
                <Trans>
                  A name is enough. Then customers pay by scanning your code, or you scan theirs.
                </Trans>
              </EmptyState>
            )}
          </>
        )}
      </Screen>
    </>
  );
}
