import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard } from '@plaza/contract';
import { useState } from 'react';
import { api, useAnswer, useTask } from '../../state/index.ts';
import {
  Button,
  ButtonLink,
  Dialog,
  FormError,
  ListRow,
  Note,
  SectionCard,
} from '../../ui/index.ts';
import ChangeDialog from './ChangeDialog.tsx';

type ActionsProps = { card: FamilyCard; onChanged(): void };

const askRules = async () => (await api.family.getRules({})).rules;

/** Takes a card that was offered, or not. */
export function Answering({ card: { cardId, giver }, onChanged }: ActionsProps) {
  const task = useTask();
  const called = giver?.displayName ?? '';
  const answer = (accept: boolean) =>
    void task.run(async () => {
      await api.family.answer({ cardId, accept });
      onChanged();
    });
  return (
    <>
      <Note>
        <p>
          <Trans>
            With this card you pay in shops from the wallet of <bdi>{called}</bdi>, by your own PIN.
          </Trans>
        </p>
        <p className="mt-1">
          <Trans>
            <bdi>{called}</bdi> sees where and how much.
          </Trans>
        </p>
      </Note>
      <FormError>{task.failure?.text}</FormError>
      <Button wide busy={task.busy} onClick={() => answer(true)}>
        <Trans>Take the card</Trans>
      </Button>
      <Button wide tone="plain" disabled={task.busy} onClick={() => answer(false)}>
        <Trans>Decline</Trans>
      </Button>
    </>
  );
}

type EndProps = ActionsProps & { isMine: boolean; onClose(): void };

function EndDialog({ card: { cardId, name, state }, isMine, onClose, onChanged }: EndProps) {
  const { t } = useLingui();
  const task = useTask();
  const ending = state === 'offered' ? t`Take the offer back?` : t`End this card?`;
  const title = isMine ? ending : t`Give this card back?`;
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Keep it</Trans>
          </Button>
          <Button
            tone="danger"
            busy={task.busy}
            onClick={() =>
              void task.run(async () => {
                await api.family.end({ cardId });
                onChanged();
                onClose();
              })
            }
          >
            {isMine ? <Trans>End it</Trans> : <Trans>Give it back</Trans>}
          </Button>
        </>
      }
    >
      <p>
        <Trans>
          “<bdi>{name}</bdi>” pays nothing from then on. What was paid stays as it is.
        </Trans>
      </p>
      <FormError>{task.failure?.text}</FormError>
    </Dialog>
  );
}

/** What the giver does with a card that is not over. */
export function GiverActions({ card, onChanged }: ActionsProps) {
  const { data: rules } = useAnswer(askRules);
  const [opened, setOpened] = useState<'change' | 'end' | null>(null);
  const task = useTask();
  const { cardId, state, currency } = card;
  const rule = rules?.find((one) => one.currency === currency);
  const isPaused = state === 'paused';
  const toggle = () =>
    void task.run(async () => {
      await (isPaused ? api.family.resume({ cardId }) : api.family.pause({ cardId }));
      onChanged();
    });
  return (
    <>
      <SectionCard>
        {rule === undefined || card.holder === null ? null : (
          <ListRow
            title={<Trans>Change name and caps</Trans>}
            onClick={() => setOpened('change')}
          />
        )}
        {state === 'offered' ? null : (
          <ListRow
            title={isPaused ? <Trans>Let it go on</Trans> : <Trans>Pause the card</Trans>}
            disabled={task.busy}
            onClick={toggle}
          />
        )}
        <ListRow
          tone="danger"
          title={
            state === 'offered' ? <Trans>Take the offer back</Trans> : <Trans>End the card</Trans>
          }
          onClick={() => setOpened('end')}
        />
      </SectionCard>
      <FormError>{task.failure?.text}</FormError>
      {opened === 'change' && rule !== undefined ? (
        <ChangeDialog
          card={card}
          rule={rule}
          onClose={() => setOpened(null)}
          onChanged={() => {
            setOpened(null);
            onChanged();
          }}
        />
      ) : null}
      {opened === 'end' ? (
        <EndDialog {...{ card, onChanged }} isMine onClose={() => setOpened(null)} />
      ) : null}
    </>
  );
}

/** What the holder does with it. */
export function HolderActions({ card, onChanged }: ActionsProps) {
  const [isEnding, setEnding] = useState(false);
  const { cardId, state } = card;
  return (
    <>
      {state === 'active' ? (
        <div className="grid grid-cols-2 gap-[10px]">
          <ButtonLink to="/discover/scan" wide>
            <Trans>Scan</Trans>
          </ButtonLink>
          <ButtonLink to={`/me/wallet/code?card=${cardId}`} tone="soft" wide>
            <Trans>Pay code</Trans>
          </ButtonLink>
        </div>
      ) : (
        <Note tone="warn">
          <Trans>This card is paused. It pays nothing until its giver lets it go on.</Trans>
        </Note>
      )}
      <SectionCard>
        <ListRow
          tone="danger"
          title={<Trans>Give the card back</Trans>}
          onClick={() => setEnding(true)}
        />
      </SectionCard>
      {isEnding ? (
        <EndDialog {...{ card, onChanged }} isMine={false} onClose={() => setEnding(false)} />
      ) : null}
    </>
  );
}
