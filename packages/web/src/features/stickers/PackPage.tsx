import { Trans, useLingui } from '@lingui/react/macro';
import type { StickerPackId } from '@plaza/base';
import type { StickerPack } from '@plaza/contract';
import { BookmarkPlus, Download, ImagePlus, Trash2 } from 'lucide-react';
import { useCallback, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api, useAnswer, useClient, useTask } from '../../state/index.ts';
import {
  Button,
  Dialog,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TextField,
  TopBar,
  showToast,
} from '../../ui/index.ts';
import { dropPack, takePack, usePacks } from './packs.ts';
import { uploadSticker } from './upload.ts';

type Sticker = StickerPack['stickers'][number];
type Change = (pack: StickerPack) => void;

/** What a picture shows in words is asked for each: ears need it, and it finds the sticker. */
function NewSticker({ pack, file, onDone }: NewStickerProps) {
  const { t } = useLingui();
  const { newId } = useClient();
  const [stickerId] = useState(() => newId<Sticker['stickerId']>());
  const [alt, setAlt] = useState('');
  const [url] = useState(() => URL.createObjectURL(file));
  const task = useTask();

  async function add(): Promise<void> {
    await task.run(async () => {
      const fileId = await uploadSticker(file);
      const { packId } = pack;
      const answer = await api.stickers.addSticker({ packId, stickerId, fileId, alt: alt.trim() });
      URL.revokeObjectURL(url);
      onDone(answer.pack);
    });
  }

  return (
    <Dialog open onClose={() => onDone(null)} title={t`New sticker`}>
      <form
        className="flex flex-col items-center gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (alt.trim() !== '') void add();
        }}
      >
        <img src={url} alt="" className="max-h-48 max-w-full rounded-xl object-contain" />
        <TextField
          label={t`What it shows, in a few words`}
          value={alt}
          onChange={setAlt}
          maxLength={60}
          autoComplete="off"
          data-first-focus=""
          className="w-full"
        />
        <FormError>{task.failure?.text}</FormError>
        <Button type="submit" wide busy={task.busy} disabled={alt.trim() === ''}>
          <Trans>Add</Trans>
        </Button>
      </form>
    </Dialog>
  );
}
type NewStickerProps = { pack: StickerPack; file: File; onDone(pack: StickerPack | null): void };

function AddStickers({ pack, onChange }: { pack: StickerPack; onChange: Change }) {
  const { t } = useLingui();
  const input = useRef<HTMLInputElement>(null);
  const [files, setFiles] = useState<readonly File[]>([]);
  const [file] = files;
  return (
    <>
      <Button
        icon={<ImagePlus aria-hidden="true" className="size-5" />}
        onClick={() => input.current?.click()}
      >
        <Trans>Add pictures</Trans>
      </Button>
      <input
        ref={input}
        type="file"
        multiple
        accept="image/*"
        hidden
        aria-label={t`Add pictures`}
        onChange={(event) => {
          const chosen = [...(event.target.files ?? [])];
          event.target.value = '';
          setFiles(chosen);
        }}
      />
      {file === undefined ? null : (
        <NewSticker
          key={`${file.name}${files.length}`}
          pack={pack}
          file={file}
          onDone={(changed) => {
            if (changed !== null) onChange(changed);
            setFiles(changed === null ? [] : files.slice(1));
          }}
        />
      )}
    </>
  );
}

type StickersProps = { pack: StickerPack; onRemove?: (sticker: Sticker) => void };

function Stickers({ pack, onRemove }: StickersProps) {
  const { t } = useLingui();
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(96px,1fr))] gap-3">
      {pack.stickers.map((sticker) => (
        <li key={sticker.stickerId} className="relative">
          <img
            src={`/media/${sticker.fileId}`}
            alt={sticker.alt}
            loading="lazy"
            className="aspect-square w-full rounded-xl bg-surface object-contain p-2"
          />
          {onRemove === undefined ? null : (
            <button
              type="button"
              aria-label={t`Remove ${sticker.alt}`}
              onClick={() => onRemove(sticker)}
              className="absolute end-0 top-0 grid size-[44px] place-items-center rounded-full text-danger hover:bg-danger-soft"
            >
              <Trash2 aria-hidden="true" className="size-5" />
            </button>
          )}
        </li>
      ))}
    </ul>
  );
}

function useDownload(pack: StickerPack) {
  const task = useTask();
  async function download(): Promise<void> {
    await task.run(async () => {
      const { path } = await api.stickers.exportPack({ packId: pack.packId });
      const link = document.createElement('a');
      link.href = path;
      link.download = `${pack.title}.zip`;
      link.click();
    });
  }
  return { task, download };
}

function Pack({ pack, isKept }: { pack: StickerPack; isKept: boolean }) {
  const { t } = useLingui();
  const [, navigate] = useLocation();
  const task = useTask();
  const file = useDownload(pack);
  const { packId, isMine } = pack;

  const collect = () =>
    task.run(async () => {
      takePack((await api.stickers.collectPack({ packId })).pack);
      showToast(t`The set is among your stickers now.`);
    });
  const remove = () =>
    task.run(async () => {
      await api.stickers.removePack({ packId });
      dropPack(pack);
      navigate('/me/stickers', { replace: true });
    });
  const takeOut = ({ stickerId }: Sticker) =>
    task.run(async () => takePack((await api.stickers.removeSticker({ packId, stickerId })).pack));

  return (
    <>
      <div className="flex flex-wrap gap-2">
        {isMine ? <AddStickers pack={pack} onChange={takePack} /> : null}
        {isMine || isKept ? null : (
          <Button
            busy={task.busy}
            icon={<BookmarkPlus aria-hidden="true" className="size-5" />}
            onClick={() => void collect()}
          >
            <Trans>Keep this set</Trans>
          </Button>
        )}
      </div>
      <FormError>{task.failure?.text ?? file.task.failure?.text}</FormError>
      <Stickers pack={pack} {...(isMine ? { onRemove: (one) => void takeOut(one) } : {})} />
      {isMine || isKept ? (
        <SectionCard>
          <ListRow
            title={<Trans>Download as a ZIP</Trans>}
            onClick={() => void file.download()}
            start={<Download aria-hidden="true" className="size-5 text-muted" />}
          />
          <ListRow
            title={isMine ? <Trans>Delete this set</Trans> : <Trans>Remove from my stickers</Trans>}
            tone="danger"
            onClick={() => void remove()}
            start={<Trash2 aria-hidden="true" className="size-5 text-danger" />}
          />
        </SectionCard>
      ) : null}
    </>
  );
}

/** One set: an own one to be filled, or somebody's to be kept. */
export function PackPage({ packId }: { packId: StickerPackId }) {
  const { t } = useLingui();
  const { packs } = usePacks();
  const kept = packs?.find((one) => one.packId === packId) ?? null;
  const answer = useAnswer(
    useCallback((signal: AbortSignal) => api.stickers.getPack({ packId }, { signal }), [packId]),
  );
  const pack = kept ?? answer.data?.pack ?? null;
  return (
    <>
      <TopBar title={pack?.title ?? t`Stickers`} back="/me/stickers" />
      <Screen>
        {pack !== null ? (
          <Pack pack={pack} isKept={kept !== null} />
        ) : answer.failure === null ? (
          <SkeletonRows count={2} />
        ) : (
          <FormError>{answer.failure.text}</FormError>
        )}
      </Screen>
    </>
  );
}
