import { Trans, useLingui } from '@lingui/react/macro';
import type { PostDraft } from '@plaza/client';
import { CircleAlert } from 'lucide-react';
import { explain } from '../../i18n/refusals.ts';
import { useClient } from '../../state/index.ts';
import { Button } from '../../ui/index.ts';
import { usePreview } from './previews.ts';

function percentOf({ upload, media }: PostDraft): number | null {
  if (media.length === 0) return null;
  if (upload === null || upload.totalBytes === 0) return 0;
  return Math.round((upload.sentBytes / upload.totalBytes) * 100);
}

function Bar({ percent }: { percent: number | null }) {
  const { t } = useLingui();
  return (
    <div
      role="progressbar"
      aria-label={t`Sending`}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
      className="edge h-1.5 w-full min-w-16 overflow-hidden rounded-full bg-field"
    >
      <div
        className="h-full rounded-full bg-accent transition-[width]"
        style={{ width: `${Math.max(4, percent ?? 4)}%` }}
      />
    </div>
  );
}

/** A post on its way: how far it is, or why it did not go. */
export function Sending({ draft }: { draft: PostDraft }) {
  const { commands } = useClient();
  const first = draft.media[0];
  const preview = usePreview(first === undefined ? null : (first.small ?? first.whole).blobKey);
  const percent = percentOf(draft);
  const hasFailed = draft.state === 'failed';
  return (
    <div className="flex items-center gap-3 px-4 py-3">
      {preview === null ? null : (
        <img src={preview} alt="" className="size-14 shrink-0 rounded-lg bg-field object-cover" />
      )}
      <div className="flex min-w-0 flex-1 flex-col gap-1">
        <p dir="auto" className="truncate font-medium">
          {draft.text === '' ? <Trans>New post</Trans> : draft.text}
        </p>
        {hasFailed ? (
          <p className="flex items-start gap-1.5 text-sm text-danger">
            <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
            {explain({ error: draft.failure ?? 'internal' })}
          </p>
        ) : (
          <div className="flex items-center gap-2">
            <Bar percent={percent} />
            <span className="shrink-0 text-sm text-muted tabular-nums">
              {percent === null ? <Trans>Sending…</Trans> : `${percent} %`}
            </span>
          </div>
        )}
      </div>
      <div className="flex shrink-0 flex-wrap justify-end gap-1">
        {hasFailed ? (
          <Button tone="soft" onClick={() => void commands.publishPost(draft.postId)}>
            <Trans>Try again</Trans>
          </Button>
        ) : null}
        <Button tone="plain" onClick={() => void commands.dropPostDraft(draft.postId)}>
          {hasFailed ? <Trans>Delete</Trans> : <Trans>Cancel</Trans>}
        </Button>
      </div>
    </div>
  );
}
