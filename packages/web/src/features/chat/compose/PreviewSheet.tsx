import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import { File as FileIcon, Play, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { formatBytes } from '../../../i18n/format.ts';
import { useTask } from '../../../state/index.ts';
import { Button, Dialog, FormError, IconButton, Switch, TextArea } from '../../../ui/index.ts';
import { attach, messageOf, release, type Attachment } from './attachments.ts';
import { usePosting } from './use-posting.ts';

const maxCaptionLength = 1_000;
export const maxFileBytes = 1_073_741_824;

export type PreviewSheetProps = {
  id: ConversationId;
  files: readonly File[];
  /** Pictures among them are sent as files, not made smaller. */
  asFiles: boolean;
  onClose(): void;
  /** All of them are on their way. */
  onSent(): void;
};

function Tile({ item, onRemove }: { item: Attachment; onRemove(): void }) {
  const { t } = useLingui();
  const { file, kind, url } = item;
  const size = formatBytes(file.size);
  return (
    <li className="edge relative flex items-center gap-3 overflow-hidden rounded-xl bg-field">
      {kind === 'photo' && url !== null ? (
        <img src={url} alt={file.name} className="size-[72px] shrink-0 object-cover" />
      ) : kind === 'video' && url !== null ? (
        <span className="relative size-[72px] shrink-0">
          <video src={url} muted preload="metadata" className="size-full object-cover" />
          <Play
            aria-hidden="true"
            className="absolute inset-0 m-auto size-7 fill-white text-white drop-shadow"
          />
        </span>
      ) : (
        <span className="grid size-[72px] shrink-0 place-items-center text-muted">
          <FileIcon aria-hidden="true" className="size-8" />
        </span>
      )}
      <span className="flex min-w-0 flex-1 flex-col">
        <span dir="auto" className="truncate font-medium">
          {file.name}
        </span>
        <span className="text-sm text-muted">{size}</span>
      </span>
      <IconButton
        label={t`Leave out ${file.name}`}
        onClick={onRemove}
        icon={<X aria-hidden="true" className="size-5" />}
      />
    </li>
  );
}

/** What was chosen, made ready in the background while it is looked at. */
function useAttachments(files: readonly File[], asFiles: boolean) {
  const [items, setItems] = useState<readonly Attachment[]>([]);
  const latest = useRef(items);
  useEffect(() => {
    latest.current = items;
  });
  useEffect(() => {
    const made = files
      .filter(({ size }) => size <= maxFileBytes)
      .map((file) => attach(file, asFiles));
    setItems(made);
    return () => made.forEach(release);
  }, [files, asFiles]);
  return { items, remove: (key: string) => setItems(items.filter((item) => item.key !== key)) };
}

/** The last look before photos, videos and files are sent. */
export default function PreviewSheet({ id, files, asFiles, onClose, onSent }: PreviewSheetProps) {
  const { t } = useLingui();
  const { post } = usePosting(id);
  const { items, remove } = useAttachments(files, asFiles);
  const [caption, setCaption] = useState('');
  const [isOriginal, setOriginal] = useState(false);
  const task = useTask();
  const photos = items.filter(({ kind }) => kind === 'photo');
  const originalBytes = photos.reduce((sum, { file }) => sum + file.size, 0);
  const tooLarge = files.filter(({ size }) => size > maxFileBytes).length;
  const count = items.length;

  async function send(): Promise<void> {
    const done = await task.run(async () => {
      for (const [at, item] of items.entries()) {
        // The words stand with the first: below it the others follow.
        const words = at === 0 ? caption.trim() : '';
        await post(await messageOf(item, { caption: words, isOriginal }));
      }
    });
    if (done) onSent();
  }

  return (
    <Dialog
      open
      onClose={onClose}
      title={<Plural value={count} one="Send # file" other="Send # files" />}
      actions={
        <>
          <Button tone="plain" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button busy={task.busy} disabled={count === 0} onClick={() => void send()}>
            <Trans>Send</Trans>
          </Button>
        </>
      }
    >
      <FormError>
        {tooLarge > 0 ? (
          <Plural
            value={tooLarge}
            one="# file is larger than 1 GB and cannot be sent."
            other="# files are larger than 1 GB and cannot be sent."
          />
        ) : (
          task.failure?.text
        )}
      </FormError>
      <ul className="flex flex-col gap-2">
        {items.map((item) => (
          <Tile key={item.key} item={item} onRemove={() => remove(item.key)} />
        ))}
      </ul>
      <TextArea
        label={t`Caption`}
        value={caption}
        maxLength={maxCaptionLength}
        onChange={setCaption}
        rows={1}
      />
      {photos.length === 0 ? null : (
        <div className="edge overflow-hidden rounded-xl bg-field">
          <Switch
            label={<Trans>Original size ({formatBytes(originalBytes)})</Trans>}
            description={<Trans>Where and with what it was taken is left out either way.</Trans>}
            checked={isOriginal}
            onChange={setOriginal}
          />
        </div>
      )}
    </Dialog>
  );
}
