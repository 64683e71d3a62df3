import { Trans, useLingui } from '@lingui/react/macro';
import type { FamilyCard, FamilyRule } from '@plaza/contract';
import { useEffect, useState } from 'react';
import { Avatar, Button, Dialog } from '../../ui/index.ts';
import { ApprovalSheet, usePayment } from '../pay/index.ts';
import { CapsFields } from './CapsFields.tsx';
import { typedOf } from './caps.ts';
import { changeWay } from './card-way.ts';
import { readCaps } from './read-caps.ts';

type ChangeDialogProps = {
  card: FamilyCard;
  rule: Pick<FamilyRule, 'maxAmountMinor'>;
  onClose(): void;
  onChanged(): void;
};

/** Names a card anew and sets its caps. */
export default function ChangeDialog({ card, rule, onClose, onChanged }: ChangeDialogProps) {
  const { t } = useLingui();
  const { cardId, holder, currency, scale } = card;
  const face = usePayment(cardId, changeWay);
  const [name, setName] = useState(card.name);
  const [typed, setTyped] = useState(() => typedOf(card.caps, scale));
  const [isTried, setTried] = useState(false);
  const { payment } = face;
  const isDone = payment?.step === 'done';
  useEffect(() => {
    if (!isDone) return;
    face.drop();
    onChanged();
  }, [isDone, face, onChanged]);
  const { maxAmountMinor } = rule;
  const read = readCaps(typed, { scale, maxAmountMinor });
  if (holder === null) return null;
  const { personId: holderId, displayName, photoPath } = holder;

  function begin(): void {
    setTried(true);
    if (!read.ok || name.trim() === '') return;
    const { caps } = read;
    face.begin(
      { cardId, name: name.trim(), caps, holderId, currency },
      { amountMinor: caps.monthMinor, currency, scale },
    );
  }

  return (
    <>
      <Dialog open title={t`Change the card`} onClose={onClose}>
        <form
          noValidate
          className="flex flex-col gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            begin();
          }}
        >
          <CapsFields
            {...{ name, typed, currency, scale, maxAmountMinor }}
            onName={setName}
            onTyped={setTyped}
            read={isTried ? read : null}
          />
          <Button type="submit" wide>
            <Trans>Save</Trans>
          </Button>
        </form>
      </Dialog>
      {payment === null || isDone ? null : (
        <ApprovalSheet
          face={face}
          payment={payment}
          payee={{
            name: displayName,
            picture: <Avatar id={holderId} name={displayName} photoPath={photoPath} size="l" />,
          }}
          note={t`At most this much a month. Nothing is paid now.`}
          done={{ title: t`The card is changed`, text: '' }}
          onClose={face.drop}
          onDone={face.drop}
        />
      )}
    </>
  );
}
