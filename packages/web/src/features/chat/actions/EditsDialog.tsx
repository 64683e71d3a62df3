import { Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { useCallback } from 'react';
import { formatDateTime } from '../../../i18n/format.ts';
import { api, useAnswer } from '../../../state/index.ts';
import { Dialog, FormError, SkeletonRows } from '../../../ui/index.ts';

type EditsDialogProps = { id: ConversationId; seq: number; onClose(): void };

/** How a message read before it was changed. */
export function EditsDialog({ id, seq, onClose }: EditsDialogProps) {
  const { t } = useLingui();
  const ask = useCallback(() => api.chat.listEdits({ conversationId: id, seq }), [id, seq]);
  const { data, failure } = useAnswer(ask);
  return (
    <Dialog open onClose={onClose} title={t`Earlier versions`}>
      <FormError>{failure?.text}</FormError>
      {data === null && failure === null ? <SkeletonRows count={2} /> : null}
      <ol className="flex flex-col gap-3">
        {(data?.versions ?? []).map(({ text, at }) => (
          <li key={at} className="edge rounded-2xl bg-field px-4 py-3">
            <time dateTime={at} className="text-xs text-muted">
              {formatDateTime(at)}
            </time>
            <p dir="auto" className="whitespace-pre-wrap select-text">
              {text === '' ? <Trans>No words</Trans> : text}
            </p>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
