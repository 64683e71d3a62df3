import { cleanLine, type PersonId, type StickerPackId } from '@plaza/base';
import { maxPacks, maxStickersInPack, type MethodInput, type StickerPack } from '@plaza/contract';
import type { Tx } from '../../kernel/db/index.ts';
import { decide, no, yes, type Caller, type Outcome } from '../../kernel/rpc/index.ts';
import type { StickersDeps } from './deps.ts';
import { erasePack } from './erasing.ts';
import { createStickersHolding } from './holding.ts';
import { openPackZip } from './zip.ts';
import * as store from './store.ts';

/** A sticker is shown at some 160 px: more than this is only weight. */
const maxSide = 1024;
const maxBytes = 1_048_576;

type Answer<Reason extends string> = Promise<Outcome<{ pack: StickerPack }, Reason>>;

function createPresenter({ db, identity }: Pick<StickersDeps, 'db' | 'identity'>) {
  return async (viewerId: PersonId, rows: readonly store.PackRow[]): Promise<StickerPack[]> => {
    if (rows.length === 0) return [];
    const [stickers, cards] = await Promise.all([
      store.selectStickers(
        db,
        rows.map(({ packId }) => packId),
      ),
      identity.getCards(rows.map(({ ownerId }) => ownerId)),
    ]);
    return rows.map(({ packId, ownerId, title }) => ({
      ...{ packId, title },
      owner: cards.get(ownerId) ?? null,
      isMine: ownerId === viewerId,
      stickers: stickers
        .filter((row) => row.packId === packId)
        .map(({ packId: _, ...sticker }) => sticker),
    }));
  };
}

type Present = ReturnType<typeof createPresenter>;

async function answer(
  { db }: StickersDeps,
  present: Present,
  of: { viewerId: PersonId; packId: StickerPackId },
): Answer<'pack_unknown'> {
  const row = await store.selectPack(db, of.packId);
  const [pack] = row === null ? [] : await present(of.viewerId, [row]);
  return pack === undefined ? no('pack_unknown') : yes({ pack });
}

type Run<Reason extends string> = (tx: Tx, pack: store.PackRow) => Promise<Outcome<null, Reason>>;

/** Runs with a set of the viewer's own, locked. */
function onOwn<Reason extends string>(
  { db }: StickersDeps,
  of: { viewerId: PersonId; packId: StickerPackId },
  run: Run<Reason>,
): Promise<Outcome<null, Reason | 'pack_unknown'>> {
  return decide<null, Reason | 'pack_unknown'>(db, async (tx) => {
    const pack = await store.lockPack(tx, of.packId);
    if (pack === null || pack.ownerId !== of.viewerId) return no('pack_unknown');
    return run(tx, pack);
  });
}

function savePack(
  { db, clock }: StickersDeps,
  viewerId: PersonId,
  input: MethodInput<'stickers.savePack'>,
): Promise<Outcome<null, 'pack_unknown' | 'too_many_packs' | 'invalid'>> {
  const { packId } = input;
  const title = cleanLine(input.title, 60);
  return decide<null, 'pack_unknown' | 'too_many_packs' | 'invalid'>(db, async (tx) => {
    if (title === '') return no('invalid');
    const known = await store.lockPack(tx, packId);
    if (known !== null) {
      if (known.ownerId !== viewerId) return no('pack_unknown');
      await store.renamePack(tx, { packId, title });
      return yes(null);
    }
    const at = clock.now();
    const hasRoom = await store.collect(tx, { personId: viewerId, packId, at, most: maxPacks });
    if (!hasRoom) return no('too_many_packs');
    const row = { packId, ownerId: viewerId, title, createdAt: at };
    if (await store.insertPack(tx, row)) return yes(null);
    // Somebody took the id meanwhile: this person in another try, or somebody else.
    const taken = await store.lockPack(tx, packId);
    return taken?.ownerId === viewerId ? yes(null) : no('pack_unknown');
  });
}

type AddRefusal = 'pack_full' | 'file_unknown' | 'file_refused';

async function addSticker(
  deps: StickersDeps,
  caller: Caller,
  input: MethodInput<'stickers.addSticker'>,
): Promise<Outcome<null, AddRefusal | 'pack_unknown'>> {
  const { files, clock } = deps;
  const viewerId = caller.personId;
  const { packId, stickerId, fileId } = input;
  const file = await files.describe(fileId);
  if (file === null || file.purpose !== 'chat' || !(await files.mayRead(file, caller))) {
    return no('file_unknown');
  }
  const { width, height } = file;
  const isFit = file.kind === 'image' && width !== null && height !== null;
  if (!isFit || Math.max(width, height) > maxSide || file.size > maxBytes) {
    return no('file_refused', { maxSide, maxBytes });
  }
  return onOwn<AddRefusal>(deps, { viewerId, packId }, async (tx) => {
    const there = await store.selectStickers(tx, [packId]);
    if (there.some((row) => row.stickerId === stickerId)) return yes(null);
    const alt = cleanLine(input.alt, 60) || '?';
    const row = { packId, stickerId, fileId, width, height, alt, at: clock.now() };
    if (!(await store.insertSticker(tx, { ...row, most: maxStickersInPack }))) {
      return no('pack_full');
    }
    await files.hold(tx, fileId);
    return yes(null);
  });
}

/** Deletes a set of mine for everybody, or lets go of a collected one. */
function removePack(
  { db, files }: StickersDeps,
  of: { viewerId: PersonId; packId: StickerPackId },
): Promise<Outcome<null, 'pack_unknown'>> {
  return decide<null, 'pack_unknown'>(db, async (tx) => {
    const pack = await store.lockPack(tx, of.packId);
    const wasTaken = await store.uncollect(tx, { personId: of.viewerId, packId: of.packId });
    if (pack?.ownerId !== of.viewerId) return wasTaken ? yes(null) : no('pack_unknown');
    await erasePack({ files }, tx, of.packId);
    return yes(null);
  });
}

/** Creates the module of people's own stickers. */
export function createStickers(deps: StickersDeps) {
  const { db, clock, files } = deps;
  const present = createPresenter(deps);
  // A set is made to be shared: whoever is signed in and met one of its stickers may look.
  files.allowAlso('chat', (file, caller) =>
    caller === null ? false : store.isSticker(db, file.fileId),
  );

  async function then<Reason extends string>(
    of: { viewerId: PersonId; packId: StickerPackId },
    outcome: Outcome<null, Reason>,
  ): Answer<Reason | 'pack_unknown'> {
    return outcome.ok ? answer(deps, present, of) : outcome;
  }

  return {
    savePack: async (viewerId: PersonId, input: MethodInput<'stickers.savePack'>) =>
      then({ viewerId, packId: input.packId }, await savePack(deps, viewerId, input)),
    async addSticker(caller: Caller, input: MethodInput<'stickers.addSticker'>) {
      const of = { viewerId: caller.personId, packId: input.packId };
      return then(of, await addSticker(deps, caller, input));
    },
    async removeSticker(viewerId: PersonId, input: MethodInput<'stickers.removeSticker'>) {
      const of = { viewerId, packId: input.packId };
      const outcome = await onOwn<'sticker_unknown'>(deps, of, async (tx) => {
        const fileId = await store.deleteSticker(tx, input);
        if (fileId === null) return no('sticker_unknown');
        await files.letGo(tx, fileId);
        return yes(null);
      });
      return then(of, outcome);
    },
    async collectPack(viewerId: PersonId, packId: StickerPackId) {
      const outcome = await decide<null, 'pack_unknown' | 'too_many_packs'>(db, async (tx) => {
        if ((await store.lockPack(tx, packId)) === null) return no('pack_unknown');
        const taken = { personId: viewerId, packId, at: clock.now(), most: maxPacks };
        return (await store.collect(tx, taken)) ? yes(null) : no('too_many_packs');
      });
      return then({ viewerId, packId }, outcome);
    },
    removePack: (viewerId: PersonId, packId: StickerPackId) =>
      removePack(deps, { viewerId, packId }),
    getPack: (viewerId: PersonId, packId: StickerPackId) =>
      answer(deps, present, { viewerId, packId }),
    listPacks: async (viewerId: PersonId) =>
      present(viewerId, await store.selectCollected(db, viewerId)),
    openZip: (packId: StickerPackId) => openPackZip(deps, packId),
    holding: createStickersHolding(deps),
  };
}

export type Stickers = ReturnType<typeof createStickers>;
