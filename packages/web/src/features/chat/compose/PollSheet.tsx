import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { Plus, X } from 'lucide-react';
import { useState, type FormEvent } from 'react';
import {
  Button,
  Dialog,
  FormError,
  IconButton,
  SectionCard,
  Switch,
  TextField,
} from '../../../ui/index.ts';
import { usePosting } from './use-posting.ts';

const [leastOptions, mostOptions] = [2, 10];

export type OwnSheetProps = { id: ConversationId; onClose(): void };

/** Asks everybody here a question. */
export default function PollSheet({ id, onClose }: OwnSheetProps) {
  const { t } = useLingui();
  const { say } = usePosting(id);
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState<readonly string[]>(['', '']);
  const [multiple, setMultiple] = useState(false);
  const [anonymous, setAnonymous] = useState(false);
  const [isTried, setTried] = useState(false);
  const written = options.map((one) => one.trim()).filter((one) => one !== '');
  const isReady = question.trim() !== '' && written.length >= leastOptions;

  function send(event: FormEvent): void {
    event.preventDefault();
    setTried(true);
    if (!isReady) return;
    say({ type: 'poll', question: question.trim(), options: written, multiple, anonymous });
    onClose();
  }

  return (
    <Dialog open onClose={onClose} title={t`Poll`}>
      <form noValidate className="flex flex-col gap-4" onSubmit={send}>
        <TextField
          label={t`Question`}
          value={question}
          onChange={setQuestion}
          maxLength={300}
          autoComplete="off"
          data-first-focus=""
        />
        <fieldset className="flex min-w-0 flex-col gap-2">
          <legend className="mb-1.5 text-sm font-medium">
            <Trans>Answers</Trans>
          </legend>
          {options.map((option, at) => (
            <Answer
              // An answer is known by its place while it is written.
              key={at}
              at={at}
              value={option}
              isOnlyJustEnough={options.length <= leastOptions}
              onChange={(text) => setOptions(options.with(at, text))}
              onRemove={() => setOptions(options.toSpliced(at, 1))}
            />
          ))}
          {options.length < mostOptions ? (
            <Button
              tone="plain"
              icon={<Plus aria-hidden="true" className="size-5" />}
              onClick={() => setOptions([...options, ''])}
              className="max-w-full self-start"
            >
              <Trans>Add an answer</Trans>
            </Button>
          ) : null}
        </fieldset>
        <SectionCard>
          <Switch
            label={<Trans>Several answers may be chosen</Trans>}
            checked={multiple}
            onChange={setMultiple}
          />
          <Switch
            label={<Trans>Anonymous</Trans>}
            description={<Trans>Nobody sees who chose what.</Trans>}
            checked={anonymous}
            onChange={setAnonymous}
          />
        </SectionCard>
        <FormError>
          {isTried && !isReady ? t`Write a question and at least two answers.` : null}
        </FormError>
        <Button type="submit" wide>
          <Trans>Send</Trans>
        </Button>
      </form>
    </Dialog>
  );
}

type AnswerProps = {
  at: number;
  value: string;
  isOnlyJustEnough: boolean;
  onChange(text: string): void;
  onRemove(): void;
};

function Answer({ at, value, isOnlyJustEnough, onChange, onRemove }: AnswerProps) {
  const { t } = useLingui();
  const number = at + 1;
  return (
    <div className="flex items-end gap-1">
      <TextField
        label={t`Answer ${number}`}
        value={value}
        onChange={onChange}
        maxLength={100}
        autoComplete="off"
        className="min-w-0 flex-1"
      />
      {isOnlyJustEnough ? null : (
        <IconButton
          label={t`Remove answer ${number}`}
          onClick={onRemove}
          icon={<X aria-hidden="true" className="size-5" />}
        />
      )}
    </div>
  );
}
