import { Plural, Trans, useLingui } from '@lingui/react/macro';
import type { StickerPackId } from '@plaza/base';
import type { StickerPack } from '@plaza/contract';
import { FileDown, Plus, Smile } from 'lucide-react';
import { useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { api, useClient, useTask } from '../../state/index.ts';
import {
  Button,
  Dialog,
  EmptyState,
  FormError,
  ListRow,
  Screen,
  SectionCard,
  SkeletonRows,
  TextField,
  TopBar,
  showToast,
} from '../../ui/index.ts';
import { reloadPacks, takePack, usePacks } from './packs.ts';
import { readOpenPack } from './open-form.ts';
import { uploadSticker } from './upload.ts';

function PackRow({ pack }: { pack: StickerPack }) {
  const { packId, title, stickers, isMine, owner } = pack;
  const [first] = stickers;
  const count = stickers.length;
  return (
    <ListRow
      to={`/me/stickers/${packId}`}
      title={title}
      subtitle={
        <>
          <Plural value={count} one="# sticker" other="# stickers" />
          {isMine || owner === null ? null : <> · {owner.displayName}</>}
        </>
      }
      start={
        first === undefined ? (
          <span className="grid size-[48px] place-items-center rounded-xl bg-field text-muted">
            <Smile aria-hidden="true" className="size-6" />
          </span>
        ) : (
          <img src={`/media/${first.fileId}`} alt="" className="size-[48px] object-contain" />
        )
      }
    />
  );
}

function NewPack({ onClose }: { onClose(): void }) {
  const { t } = useLingui();
  const { newId } = useClient();
  const [, navigate] = useLocation();
  // The same id for every try, so that a lost answer makes no second set.
  const [packId] = useState(() => newId<StickerPackId>());
  const [title, setTitle] = useState('');
  const task = useTask();
  async function make(): Promise<void> {
    await task.run(async () => {
      const { pack } = await api.stickers.savePack({ packId, title: title.trim() });
      takePack(pack);
      navigate(`/me/stickers/${packId}`);
    });
  }
  return (
    <Dialog open onClose={onClose} title={t`New set`}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (title.trim() !== '') void make();
        }}
      >
        <TextField
          label={t`Title`}
          value={title}
          onChange={setTitle}
          maxLength={60}
          autoComplete="off"
          data-first-focus=""
        />
        <FormError>{task.failure?.text}</FormError>
        <Button type="submit" wide busy={task.busy} disabled={title.trim() === ''}>
          <Trans>Make the set</Trans>
        </Button>
      </form>
    </Dialog>
  );
}

/** Takes a set in from a ZIP; the pictures are uploaded one by one, like any others. */
function useImport() {
  const { t } = useLingui();
  const { newId } = useClient();
  const task = useTask();
  async function take(file: File): Promise<void> {
    const read = await file
      .arrayBuffer()
      .then(readOpenPack)
      .catch(() => null);
    if (read === null || read.stickers.length === 0) {
      return showToast(t`There is no set of stickers in this file.`, { tone: 'danger' });
    }
    await task.run(async () => {
      const packId = newId<StickerPackId>();
      takePack((await api.stickers.savePack({ packId, title: read.title })).pack);
      for (const { alt, picture } of read.stickers) {
        const fileId = await uploadSticker(await picture());
        const stickerId = newId<StickerPack['stickers'][number]['stickerId']>();
        takePack((await api.stickers.addSticker({ packId, stickerId, fileId, alt })).pack);
      }
    });
    await reloadPacks();
  }
  return { task, take };
}

/** My sets of stickers: own ones, and those that I met and kept. */
export function MyStickers() {
  const { t } = useLingui();
  const { packs, failure } = usePacks();
  const [isMaking, setMaking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const { task, take } = useImport();
  return (
    <>
      <TopBar title={t`My stickers`} back="/me" />
      <Screen>
        <div className="flex flex-wrap gap-2">
          <Button
            icon={<Plus aria-hidden="true" className="size-5" />}
            onClick={() => setMaking(true)}
          >
            <Trans>New set</Trans>
          </Button>
          <Button
            tone="soft"
            busy={task.busy}
            icon={<FileDown aria-hidden="true" className="size-5" />}
            onClick={() => input.current?.click()}
          >
            <Trans>From a ZIP</Trans>
          </Button>
        </div>
        <input
          ref={input}
          type="file"
          accept=".zip,application/zip"
          hidden
          aria-label={t`From a ZIP`}
          onChange={(event) => {
            const [file] = event.target.files ?? [];
            if (file !== undefined) void take(file);
            event.target.value = '';
          }}
        />
        <FormError>{task.failure?.text ?? failure?.text}</FormError>
        {packs === null ? (
          failure === null ? (
            <SkeletonRows count={3} />
          ) : null
        ) : packs.length === 0 ? (
          <EmptyState icon={Smile} title={<Trans>No stickers yet</Trans>}>
            <Trans>Make a set of your own pictures, or keep one that somebody sent you.</Trans>
          </EmptyState>
        ) : (
          <SectionCard>
            {packs.map((pack) => (
              <PackRow key={pack.packId} pack={pack} />
            ))}
          </SectionCard>
        )}
      </Screen>
      {isMaking ? <NewPack onClose={() => setMaking(false)} /> : null}
    </>
  );
}
