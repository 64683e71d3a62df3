import { useLingui } from '@lingui/react/macro';
import {
  Download,
  File as FileIcon,
  FileArchive,
  FileAudio,
  FileImage,
  FileSpreadsheet,
  FileText,
  FileVideo,
  type LucideIcon,
} from 'lucide-react';
import { formatBytes } from '../../../i18n/format.ts';
import { VisuallyHidden } from '../../../ui/index.ts';
import { RichText } from '../RichText.tsx';
import type { MessageRow } from '../rows.ts';
import { CancelSending } from './CancelSending.tsx';
import { fileFamily, type FileFamily } from './file-family.ts';
import { Frame } from './Frame.tsx';
import { mediaUrl } from './local-media.ts';
import { Meta } from './Meta.tsx';
import { ProgressLine, progressOf } from './Progress.tsx';
import type { SaidOf } from './said.ts';

const looks: Record<FileFamily, { icon: LucideIcon; hue: number }> = {
  text: { icon: FileText, hue: 245 },
  table: { icon: FileSpreadsheet, hue: 155 },
  archive: { icon: FileArchive, hue: 70 },
  image: { icon: FileImage, hue: 320 },
  audio: { icon: FileAudio, hue: 300 },
  video: { icon: FileVideo, hue: 22 },
  pdf: { icon: FileText, hue: 25 },
  other: { icon: FileIcon, hue: 283 },
};

type FileBodyProps = { row: MessageRow; name: string | null; said: SaidOf<'file'> };

/** The name with its end always in sight: there is what kind it is. */
function FileName({ text }: { text: string }) {
  const tail = text.length > 16 ? text.slice(-9) : '';
  return (
    <>
      <VisuallyHidden>{text}</VisuallyHidden>
      <span aria-hidden="true" className="flex min-w-0 font-medium" dir="auto">
        <span className="truncate">{tail === '' ? text : text.slice(0, -9)}</span>
        <span className="shrink-0 whitespace-pre">{tail}</span>
      </span>
    </>
  );
}

/** A file to be fetched: what it is, how large, and a way to have it. */
export function FileBody({ row, name, said }: FileBodyProps) {
  const { t } = useLingui();
  const { icon: Icon, hue } = looks[fileFamily(said)];
  const url = mediaUrl(row.clientId, 'fileId', said.fileId);
  const size = formatBytes(said.sizeBytes);
  const isUp = row.send === null || row.send.state === 'sent';
  const card = (
    <>
      <span
        aria-hidden="true"
        className="grid size-[44px] shrink-0 place-items-center rounded-xl text-white"
        style={{ backgroundColor: `oklch(0.55 0.13 ${hue})` }}
      >
        <Icon className="size-[24px]" />
      </span>
      <span className="flex min-w-0 flex-1 flex-col">
        <FileName text={said.name} />
        <span className="text-sm text-muted">{size}</span>
      </span>
    </>
  );
  return (
    <Frame row={row} name={name} className="w-72 max-w-full">
      {url !== null && isUp ? (
        <a
          href={url.startsWith('/') ? `${url}?name=${encodeURIComponent(said.name)}` : url}
          download={said.name}
          className="flex min-h-11 items-center gap-3"
        >
          <VisuallyHidden>{t`Download ${said.name}, ${size}`}</VisuallyHidden>
          <span aria-hidden="true" className="contents">
            {card}
          </span>
          <Download aria-hidden="true" className="size-5 shrink-0 text-muted" />
        </a>
      ) : (
        <div className="flex min-h-11 items-center gap-3">
          {card}
          <CancelSending row={row} />
        </div>
      )}
      {row.send !== null && !isUp && row.send.state !== 'failed' ? (
        <ProgressLine part={progressOf(row.send)} />
      ) : null}
      <div dir="auto" className="flow-root whitespace-pre-wrap select-text">
        {said.caption === '' ? null : <RichText text={said.caption} />}
        <Meta row={row} />
      </div>
    </Frame>
  );
}
