import { Trans } from '@lingui/react/macro';
import { api, useAnswer, useTask } from '../../state/index.ts';
import { FormError, SectionCard, Skeleton, Switch } from '../../ui/index.ts';

const ask = () => api.calls.getSettings({});

/** Whether others may learn my network address from a call. */
export default function CallPrivacy() {
  const answer = useAnswer(ask);
  const task = useTask();
  const { data } = answer;

  function change(relayOnly: boolean): void {
    void task.run(async () => {
      await api.calls.setSettings({ relayOnly });
      answer.replace(await ask());
    });
  }

  return (
    <SectionCard
      title={<Trans>Calls</Trans>}
      note={
        data?.hasRelay === false ? (
          <Trans>This city has no relay: with your address hidden no call comes about.</Trans>
        ) : (
          <Trans>Otherwise the devices of a call learn each other’s network addresses.</Trans>
        )
      }
    >
      {data === null || data === undefined ? (
        <Skeleton className="m-4 h-6" />
      ) : (
        <Switch
          label={<Trans>Hide my address</Trans>}
          description={<Trans>Calls go through the relay of the city, and may sound worse.</Trans>}
          checked={data.settings.relayOnly}
          busy={task.busy}
          onChange={change}
        />
      )}
      <FormError>{task.failure?.text ?? answer.failure?.text}</FormError>
    </SectionCard>
  );
}
