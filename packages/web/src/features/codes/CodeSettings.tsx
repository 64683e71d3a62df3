import { Trans } from '@lingui/react/macro';
import type { SessionId } from '@plaza/base';
import type { CodeCap, CodeState } from '@plaza/contract';
import { MonitorSmartphone, Pause } from 'lucide-react';
import { formatDate } from '../../i18n/format.ts';
import { formatMoney } from '../../i18n/money.ts';
import { useClient, useTask } from '../../state/index.ts';
import { Button, FormError, ListRow, RowIcon, SectionCard, Spinner } from '../../ui/index.ts';

type CodeSettingsProps = { state: CodeState; onChanged(state: CodeState): void };

function Caps({ cap }: { cap: CodeCap }) {
  const { currency, scale, paymentMinor, dayMinor, spentMinor } = cap;
  const money = (amountMinor: number) => formatMoney({ currency, scale, amountMinor });
  const left = money(dayMinor - spentMinor);
  return (
    <>
      <ListRow title={<Trans>At once</Trans>} end={money(paymentMinor)} />
      <ListRow
        title={<Trans>A day</Trans>}
        subtitle={<Trans>{left} left today</Trans>}
        end={money(dayMinor)}
      />
    </>
  );
}

/** The caps, the pause and the devices of pay codes. */
export function CodeSettings({ state, onChanged }: CodeSettingsProps) {
  const { api } = useClient();
  const pausing = useTask();
  const removing = useTask();
  const isPaused = state.state === 'paused';

  function disable(sessionId: SessionId): void {
    void removing.run(async () => onChanged(await api.codes.disable({ sessionId })));
  }

  return (
    <>
      <SectionCard
        title={<Trans>Without asking</Trans>}
        note={<Trans>Above these amounts the shop waits until you typed your PIN.</Trans>}
      >
        {state.caps.map((cap) => (
          <Caps key={cap.currency} cap={cap} />
        ))}
      </SectionCard>
      {isPaused ? null : (
        <SectionCard note={<Trans>To go on you are asked for your PIN.</Trans>}>
          <ListRow
            tone="danger"
            start={<RowIcon icon={Pause} hue="red" />}
            title={<Trans>Pause the pay code</Trans>}
            subtitle={<Trans>On all your devices. What is shown now ends at once.</Trans>}
            end={pausing.busy ? <Spinner /> : null}
            onClick={() => void pausing.run(async () => onChanged(await api.codes.pause({})))}
          />
        </SectionCard>
      )}
      <FormError>{pausing.failure?.text ?? removing.failure?.text}</FormError>
      <SectionCard title={<Trans>Devices that may show it</Trans>}>
        {state.devices.map(({ sessionId, name, isThis, enabledAt }) => {
          const since = formatDate(enabledAt);
          return (
            <ListRow
              key={sessionId}
              start={<RowIcon icon={MonitorSmartphone} hue={isThis ? 'violet' : 'blue'} />}
              title={name}
              subtitle={isThis ? <Trans>This device</Trans> : <Trans>Since {since}</Trans>}
              end={
                <Button tone="plain" disabled={removing.busy} onClick={() => disable(sessionId)}>
                  <Trans>Switch off</Trans>
                </Button>
              }
            />
          );
        })}
      </SectionCard>
    </>
  );
}
