import { Trans, useLingui } from '@lingui/react/macro';
import { BellRing, SearchCheck } from 'lucide-react';
import { useCallback } from 'react';
import { api, useAnswer, useTask, type Answer } from '../../../state/index.ts';
import {
  FormError,
  ListRow,
  RowIcon,
  Screen,
  SectionCard,
  Segmented,
  SkeletonRows,
  TopBar,
} from '../../../ui/index.ts';
import type { PageProps } from '../MerchantPages.tsx';
import { placeOf } from '../place.ts';
import type { Mine } from '../use-merchants.ts';
import { Apps } from './Apps.tsx';
import { CopyField } from './CopyField.tsx';
import { Keys } from './Keys.tsx';
import { Secret } from './Secret.tsx';
import type { Access } from './types.ts';

type Verification = Access['verification'];

function City({ access: { mchid, platform } }: { access: Access }) {
  const { t } = useLingui();
  return (
    <SectionCard
      title={<Trans>For the program</Trans>}
      note={
        <Trans>
          Programs that were written for WeChat Pay (APIv3) work with this address in the place of
          the usual one.
        </Trans>
      }
    >
      <CopyField label={t`Address`} text={platform.baseUrl} />
      <CopyField label={t`Shop number (mchid)`} text={mchid} />
      <CopyField label={t`Id of the city’s public key`} text={platform.publicKeyId} />
      <CopyField label={t`Public key of the city`} text={platform.publicKey} file="pub_key.pem" />
      <CopyField
        label={t`Certificate of the city`}
        text={platform.certificate}
        file="platform_cert.pem"
      />
      <CopyField label={t`Serial of that certificate`} text={platform.certificateSerial} />
    </SectionCard>
  );
}

type SectionProps = { mine: Mine; access: Access; onChanged(): void };

function Signs({ mine, access, onChanged }: SectionProps) {
  const { t } = useLingui();
  const task = useTask();
  const { merchantId } = mine.merchant;
  const { verification, currency } = access;
  return (
    <>
      <Segmented<Verification>
        label={t`The city signs by`}
        value={verification}
        options={[
          { value: 'publicKey', label: t`Public key` },
          { value: 'certificate', label: t`Certificate` },
        ]}
        onChange={(next) =>
          void task.run(async () => {
            await api.payv3.setAccess({ merchantId, verification: next, currency });
            onChanged();
          })
        }
      />
      <FormError>{task.failure?.text}</FormError>
    </>
  );
}

function Body({ mine, answer }: { mine: Mine; answer: Answer<Access> }) {
  const { data, failure, reload } = answer;
  const { merchantId } = mine.merchant;
  if (data === null) {
    return failure === null ? <SkeletonRows /> : <FormError>{failure.text}</FormError>;
  }
  const section = { mine, access: data, onChanged: reload };
  return (
    <>
      <SectionCard>
        <ListRow
          to={placeOf(merchantId, 'callbacks')}
          title={<Trans>Callbacks</Trans>}
          subtitle={<Trans>What the program was told, and what it answered</Trans>}
          start={<RowIcon icon={BellRing} hue="amber" />}
        />
        <ListRow
          to={placeOf(merchantId, 'check')}
          title={<Trans>Check a callback</Trans>}
          subtitle={<Trans>Why does the signature not fit?</Trans>}
          start={<RowIcon icon={SearchCheck} hue="teal" />}
        />
      </SectionCard>
      <City access={data} />
      <Secret {...section} />
      <Keys {...section} />
      <Signs {...section} />
      <Apps {...section} />
    </>
  );
}

/** What a program needs that takes orders in the name of a shop. */
export default function ApiPage({ mine }: PageProps) {
  const { t } = useLingui();
  const { merchantId } = mine.merchant;
  const ask = useCallback(() => api.payv3.getAccess({ merchantId }), [merchantId]);
  const answer = useAnswer(ask);
  return (
    <>
      <TopBar title={t`For developers`} back={placeOf(merchantId)} />
      <Screen>
        <Body mine={mine} answer={answer} />
      </Screen>
    </>
  );
}
