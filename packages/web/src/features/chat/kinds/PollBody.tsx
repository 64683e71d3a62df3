import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ShownMessage } from '@plaza/contract';
import { ChartBarBig, Check } from 'lucide-react';
import { useEffect, useState } from 'react';
import { formatList, formatNumber } from '../../../i18n/format.ts';
import { api, useClient, useTask } from '../../../state/index.ts';
import { FormError, VisuallyHidden, classNames } from '../../../ui/index.ts';
import { personName } from '../names.ts';
import { orThrow } from '../or-throw.ts';
import type { MessageRow } from '../rows.ts';
import { useThreadPlace } from './context.ts';
import { Frame } from './Frame.tsx';
import { Meta } from './Meta.tsx';
import { choiceOf, chosenAfter, optionsOf, type OptionRow } from './poll.ts';

type PollSaid = Extract<ShownMessage, { type: 'poll' }>;
type PollBodyProps = { row: MessageRow; name: string | null; said: PollSaid };

/** What the viewer chose: of an anonymous poll only the server knows. */
function useChoice({ row, said }: Pick<PollBodyProps, 'row' | 'said'>) {
  const { id, state } = useThreadPlace();
  const { commands } = useClient();
  const task = useTask();
  const tally = row.entry?.poll;
  const told = choiceOf(tally, state.me?.personId ?? null);
  const [mine, setMine] = useState<number[] | null>(null);
  const { seq } = row;
  const mustAsk = said.anonymous && seq !== null && (tally?.voters ?? 0) > 0 && mine === null;
  useEffect(() => {
    if (!mustAsk) return;
    let isOver = false;
    api.chat.getMyVote({ conversationId: id, seq }).then(
      ({ options }) => (isOver ? undefined : setMine(options)),
      () => undefined,
    );
    return () => {
      isOver = true;
    };
  }, [mustAsk, id, seq]);
  const toldText = told.join();
  // What others see of my vote arrives by the log; until then the press itself is shown.
  useEffect(() => {
    if (!said.anonymous) setMine(null);
  }, [toldText, said.anonymous]);
  const chosen = mine ?? told;

  async function vote(at: number): Promise<void> {
    if (seq === null) return;
    const next = chosenAfter(chosen, at, said.multiple);
    setMine(next);
    const done = await task.run(async () => void orThrow(await commands.vote(id, seq, next)));
    if (!done) setMine(chosen);
  }

  return { chosen, vote, failure: task.failure };
}

type OptionProps = {
  option: OptionRow;
  isChosen: boolean;
  isOpen: boolean;
  multiple: boolean;
  group: string;
  onPick(): void;
};

function Option({ option, isChosen, isOpen, multiple, group, onPick }: OptionProps) {
  const { state } = useThreadPlace();
  const { text, count, percent, personIds } = option;
  const names = formatList(personIds.slice(0, 3).map((personId) => personName(state, personId)));
  return (
    <label
      className={classNames(
        'relative block overflow-hidden rounded-xl border border-ink/15 px-3 py-2',
        'has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isOpen && 'cursor-pointer hover:bg-hover/50',
      )}
    >
      <span
        aria-hidden="true"
        className="absolute inset-y-0 start-0 bg-accent/20 transition-[width]"
        style={{ width: `${percent}%` }}
      />
      <span className="relative flex min-h-7 flex-wrap items-center gap-x-2.5">
        <input
          type={multiple ? 'checkbox' : 'radio'}
          name={group}
          className="sr-only"
          checked={isChosen}
          disabled={!isOpen}
          // A radio that is pressed again takes the vote back, which `change` would not tell.
          onClick={onPick}
          onChange={() => undefined}
        />
        <span
          aria-hidden="true"
          className={classNames(
            'edge grid size-[22px] shrink-0 place-items-center border-2',
            multiple ? 'rounded-md' : 'rounded-full',
            isChosen ? 'border-accent bg-accent text-on-accent' : 'border-muted',
          )}
        >
          {isChosen ? <Check className="size-3.5" strokeWidth={3} /> : null}
        </span>
        <span dir="auto" className="min-w-0 flex-1 basis-24">
          {text}
        </span>
        <span className="shrink-0 text-sm font-semibold tabular-nums">{formatNumber(count)}</span>
        <VisuallyHidden>{percent} %</VisuallyHidden>
      </span>
      {names === '' ? null : (
        <span dir="auto" className="relative block truncate ps-[32px] text-xs text-muted">
          {count > 3 ? <Trans>{names} and others</Trans> : names}
        </span>
      )}
    </label>
  );
}

function ClosePoll({ row }: { row: MessageRow }) {
  const { id } = useThreadPlace();
  const { commands } = useClient();
  const task = useTask();
  const { seq } = row;
  if (seq === null) return null;
  return (
    <>
      <FormError>{task.failure?.text}</FormError>
      <button
        type="button"
        onClick={() => {
          void task.run(async () => void orThrow(await commands.closePoll(id, seq)));
        }}
        className="min-h-11 font-semibold text-accent-text"
      >
        <Trans>End the poll</Trans>
      </button>
    </>
  );
}

function About({ said, isClosed }: { said: PollSaid; isClosed: boolean }) {
  return (
    <p className="mb-2 flex flex-wrap items-center gap-x-2 text-xs text-muted">
      <ChartBarBig aria-hidden="true" className="size-4" />
      {isClosed ? (
        <Trans>Poll, ended</Trans>
      ) : said.anonymous ? (
        <Trans>Anonymous poll</Trans>
      ) : (
        <Trans>Poll</Trans>
      )}
      {said.multiple ? (
        <span>
          · <Trans>several answers</Trans>
        </span>
      ) : null}
    </p>
  );
}

/** A question with its answers: voting shows at once, and can be taken back. */
export function PollBody({ row, name, said }: PollBodyProps) {
  const { t } = useLingui();
  const tally = row.entry?.poll;
  const { chosen, vote, failure } = useChoice({ row, said });
  const isClosed = tally?.closed === true;
  const voters = tally?.voters ?? 0;
  return (
    <Frame row={row} name={name} className="w-80 max-w-full">
      <fieldset className="min-w-0">
        <legend dir="auto" className="mb-0.5 font-semibold">
          {said.question}
        </legend>
        <About said={said} isClosed={isClosed} />
        <div className="flex flex-col gap-1.5">
          {optionsOf(said, tally).map((option, at) => (
            <Option
              // The options of a poll never change.
              key={at}
              option={option}
              isChosen={chosen.includes(at)}
              isOpen={!isClosed && row.seq !== null}
              multiple={said.multiple}
              group={row.key}
              onPick={() => void vote(at)}
            />
          ))}
        </div>
      </fieldset>
      <FormError>{failure?.text}</FormError>
      <div className="flex flex-wrap items-center justify-between gap-x-3 pt-1.5 text-sm text-muted">
        <span>
          {voters === 0 ? t`No votes yet` : <Plural value={voters} one="# vote" other="# votes" />}
        </span>
        {row.isOwn && !isClosed ? <ClosePoll row={row} /> : null}
        <Meta row={row} place="line" />
      </div>
    </Frame>
  );
}
