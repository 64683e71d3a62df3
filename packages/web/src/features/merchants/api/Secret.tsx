import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { api, useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, ListRow, Note, SectionCard } from '../../../ui/index.ts';
import type { Mine } from '../use-merchants.ts';
import { CopyField } from './CopyField.tsx';
import type { Access } from './types.ts';

type SecretProps = { mine: Mine; access: Access; onChanged(): void };

/** The APIv3 key, by which callbacks are encrypted: shown once. */
export function Secret({ mine, access, onChanged }: SecretProps) {
  const { t } = useLingui();
  const [made, setMade] = useState<string | null>(null);
  const [isSure, setSure] = useState(false);
  const task = useTask();
  const { merchantId } = mine.merchant;
  const { secretSetAt } = access;
  const since = secretSetAt === null ? '' : formatDateTime(secretSetAt);

  function renew(): void {
    void task.run(async () => {
      const { apiV3Key } = await api.payv3.renewSecret({ merchantId });
      setSure(false);
      setMade(apiV3Key);
      onChanged();
    });
  }

  return (
    <SectionCard title={<Trans>APIv3 key</Trans>}>
      <ListRow
        title={
          secretSetAt === null ? <Trans>There is none yet</Trans> : <Trans>Made {since}</Trans>
        }
        subtitle={<Trans>Callbacks are encrypted with it.</Trans>}
        end={
          <Button tone="plain" onClick={() => (secretSetAt === null ? renew() : setSure(true))}>
            {secretSetAt === null ? <Trans>Make one</Trans> : <Trans>Renew</Trans>}
          </Button>
        }
      />
      {task.failure === null || isSure ? null : <FormError>{task.failure.text}</FormError>}
      <Dialog
        open={isSure}
        onClose={() => setSure(false)}
        title={t`Renew the APIv3 key?`}
        actions={
          <Button busy={task.busy} onClick={renew}>
            <Trans>Renew</Trans>
          </Button>
        }
      >
        <p className="text-muted">
          <Trans>
            The present one ends at once. Programs that use it read no callbacks any more.
          </Trans>
        </p>
        <FormError>{task.failure?.text}</FormError>
      </Dialog>
      <Dialog
        open={made !== null}
        firm
        onClose={() => setMade(null)}
        title={t`Your APIv3 key`}
        actions={
          <Button onClick={() => setMade(null)}>
            <Trans>I keep it in a safe place</Trans>
          </Button>
        }
      >
        <Note tone="warn">
          <Trans>It is shown this once. Nobody can show it to you again.</Trans>
        </Note>
        <CopyField label={t`APIv3 key`} text={made ?? ''} />
      </Dialog>
    </SectionCard>
  );
}
