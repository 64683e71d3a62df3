import { Trans, useLingui } from '@lingui/react/macro';
import type { PersonId } from '@plaza/base';
import type { MomentAudience } from '@plaza/contract';
import { useId, useState } from 'react';
import { useClientState, useTask } from '../../state/index.ts';
import { Button, Chip, Dialog, FormError } from '../../ui/index.ts';
import { PeoplePicker } from '../chat/pieces/index.ts';
import { Option } from './Option.tsx';
import { myTags, whole } from './people.ts';

type Kind = MomentAudience['kind'];
type Named = { tags: readonly string[]; personIds: readonly PersonId[] };

const nobody: ReadonlySet<PersonId> = new Set();

function namedIn(audience: MomentAudience): Named {
  return 'tags' in audience ? audience : { tags: [], personIds: [] };
}

export function audienceOf(kind: Kind, { tags, personIds }: Named): MomentAudience {
  if (kind === 'all' || kind === 'me') return { kind };
  return { kind, tags: [...tags], personIds: [...personIds] };
}

type NamedFieldsProps = { named: Named; onChange(named: Named): void };

/** Tags and people; a tag counts as it is when somebody looks. */
function NamedFields({ named, onChange }: NamedFieldsProps) {
  const { t, i18n } = useLingui();
  const state = useClientState(['contacts', 'people', 'me'], whole);
  const { tags, personIds } = named;
  const all = [...new Set([...myTags(state, i18n.locale), ...tags])];
  return (
    <>
      {all.length === 0 ? null : (
        <div role="group" aria-label={t`Tags`} className="flex flex-wrap gap-2">
          {all.map((tag) => {
            const isChosen = tags.includes(tag);
            const next = isChosen ? tags.filter((one) => one !== tag) : [...tags, tag];
            return (
              <Chip
                key={tag}
                isChosen={isChosen}
                onClick={() => onChange({ ...named, tags: next })}
              >
                <bdi>{tag}</bdi>
              </Chip>
            );
          })}
        </div>
      )}
      <div className="-mx-5">
        <PeoplePicker
          state={state}
          without={nobody}
          chosen={new Set(personIds)}
          onChange={(chosen) => onChange({ ...named, personIds: [...chosen] })}
        />
      </div>
    </>
  );
}

type AudienceDialogProps = {
  audience: MomentAudience;
  onClose(): void;
  /** May refuse: the dialog says why, and stays. */
  onChoose(audience: MomentAudience): Promise<void>;
};

/** For whom a post is: all friends, only me, only these, all but these. */
export function AudienceDialog({ audience, onClose, onChoose }: AudienceDialogProps) {
  const { t } = useLingui();
  const group = useId();
  const [kind, setKind] = useState<Kind>(audience.kind);
  const [named, setNamed] = useState<Named>(() => namedIn(audience));
  const task = useTask();
  const isNamed = kind === 'these' || kind === 'except';
  const isEmpty = isNamed && named.tags.length + named.personIds.length === 0;
  const options: [Kind, string, string][] = [
    ['all', t`All friends`, t`Everybody who is a contact of yours, and you of theirs`],
    ['me', t`Only me`, t`Nobody else sees it`],
    ['these', t`Only some`, t`Tags and people that you choose`],
    ['except', t`All but some`, t`Tags and people that you choose do not see it`],
  ];

  async function choose(): Promise<void> {
    if (await task.run(() => onChoose(audienceOf(kind, named)))) onClose();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={t`Who can see it`}
      actions={
        <Button busy={task.busy} disabled={isEmpty} onClick={() => void choose()}>
          <Trans>Done</Trans>
        </Button>
      }
    >
      <FormError>{task.failure?.text}</FormError>
      <fieldset className="edge shrink-0 divide-y divide-line overflow-hidden rounded-2xl bg-field">
        <legend className="sr-only">
          <Trans>Who can see it</Trans>
        </legend>
        {options.map(([value, title, about]) => (
          <Option
            key={value}
            {...{ group, title, about }}
            isChosen={kind === value}
            onChoose={() => setKind(value)}
          />
        ))}
      </fieldset>
      {isNamed ? <NamedFields named={named} onChange={setNamed} /> : null}
    </Dialog>
  );
}
