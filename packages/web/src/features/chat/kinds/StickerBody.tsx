import { useLingui } from '@lingui/react/macro';
import { Link } from 'wouter';
import { classNames } from '../../../ui/index.ts';
import type { MessageRow } from '../rows.ts';
import { SenderName } from './Frame.tsx';
import { mediaUrl } from './local-media.ts';
import { Meta } from './Meta.tsx';
import { Picture } from './Picture.tsx';
import { Quoted } from './Quoted.tsx';
import { answeredSeq, type SaidOf } from './said.ts';

const longest = 160;
type StickerBodyProps = { row: MessageRow; name: string | null; said: SaidOf<'sticker'> };

/** A sticker, without a bubble; one of a set leads to the set, which can be collected. */
export function StickerBody({ row, name, said }: StickerBodyProps) {
  const { t } = useLingui();
  const scale = Math.min(1, longest / said.width, longest / said.height);
  const box = { width: Math.round(said.width * scale), height: Math.round(said.height * scale) };
  const answered = answeredSeq(said);
  const picture = (
    <Picture
      src={mediaUrl(row.clientId, 'fileId', said.fileId)}
      alt={said.alt}
      box={box}
      placeholder=""
      className="bg-transparent!"
    />
  );
  return (
    <div className="px-1 pb-1">
      <SenderName name={name} />
      {answered === null ? null : <Quoted seq={answered} />}
      {said.packId === null ? (
        picture
      ) : (
        <Link
          to={`/me/stickers/${said.packId}`}
          aria-label={t`Sticker: ${said.alt}. Open its set`}
          draggable={false}
          className="block w-fit select-none"
        >
          {picture}
        </Link>
      )}
      <div className={classNames('flow-root', !row.isOwn && '[&>span]:float-start [&>span]:ms-0')}>
        <Meta row={row} />
      </div>
    </div>
  );
}
