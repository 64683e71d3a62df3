import { useLingui } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import {
  ArrowRightLeft,
  CalendarClock,
  Camera,
  ChartBarBig,
  Clapperboard,
  FileUp,
  Gift,
  Image as ImageIcon,
  MapPin,
  ReceiptText,
  Smile,
  UserRound,
  Video,
  type LucideIcon,
} from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Link } from 'wouter';
import { useMedia } from '../../shell/index.ts';

/** What the panel offers besides money. */
export type PlusChoice =
  | 'photo'
  | 'camera'
  | 'video'
  | 'film'
  | 'file'
  | 'location'
  | 'contact'
  | 'poll'
  | 'sticker'
  | 'later';

type Choice = [choice: PlusChoice, icon: LucideIcon, label: string];

type PlusPanelProps = {
  panelId: string;
  id: ConversationId;
  /** Money can be sent to the other person here. */
  mayPay: boolean;
  /** Red packets can be put here. */
  mayGive: boolean;
  onClose(): void;
  onChoose(choice: PlusChoice): void;
};

const tile =
  'flex w-full flex-col items-center gap-1.5 rounded-2xl py-2 text-sm hover:bg-hover ring-inside';

function Face({ icon: Icon, className, label }: FaceProps) {
  return (
    <>
      <span
        className={`edge grid size-[56px] place-items-center rounded-2xl ${className ?? 'bg-field'}`}
      >
        <Icon aria-hidden="true" className="size-[26px]" />
      </span>
      <span className="text-center text-muted [overflow-wrap:anywhere]">{label}</span>
    </>
  );
}
type FaceProps = { icon: LucideIcon; className?: string; label: ReactNode };

/** Arrow keys go from tile to tile. */
function step(panel: HTMLElement | null, by: number): void {
  const all = [...(panel?.querySelectorAll<HTMLElement>('a, button') ?? [])];
  const at = all.indexOf(document.activeElement as HTMLElement);
  all[(at + by + all.length) % all.length]?.focus();
}

/** What can be sent besides text; it opens below the field, where a thumb is. */
export function PlusPanel({ panelId, id, mayPay, mayGive, onClose, onChoose }: PlusPanelProps) {
  const { t } = useLingui();
  const panel = useRef<HTMLDivElement>(null);
  // Where there is no camera at hand the photo opens a folder anyway.
  const hasCamera = useMedia('(pointer: coarse)');
  useEffect(() => panel.current?.querySelector<HTMLElement>('a, button')?.focus(), []);
  const filmed: Choice[] = [
    ['camera', Camera, t`Camera`],
    ['film', Clapperboard, t`Record video`],
  ];
  const choices: Choice[] = [
    ['photo', ImageIcon, t`Photo`],
    ...(hasCamera ? filmed : []),
    ['video', Video, t`Video`],
    ['file', FileUp, t`File`],
    ['location', MapPin, t`Location`],
    ['contact', UserRound, t`Contact`],
    ['poll', ChartBarBig, t`Poll`],
    ['sticker', Smile, t`Sticker`],
    ['later', CalendarClock, t`Send later`],
  ];
  return (
    <div
      ref={panel}
      id={panelId}
      role="group"
      aria-label={t`More to send`}
      onKeyDown={(event) => {
        const isRtl = document.documentElement.dir === 'rtl';
        const by = { ArrowRight: isRtl ? -1 : 1, ArrowLeft: isRtl ? 1 : -1 }[event.key];
        if (by !== undefined) step(panel.current, by);
        else if (event.key === 'Escape') onClose();
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
      className="grid max-h-[45dvh] grid-cols-[repeat(auto-fill,minmax(5rem,1fr))] gap-x-2 gap-y-1 overflow-y-auto px-3 pt-1 pb-3"
    >
      {choices.map(([choice, icon, label]) => (
        <button key={choice} type="button" className={tile} onClick={() => onChoose(choice)}>
          <Face icon={icon} label={label} />
        </button>
      ))}
      {mayPay ? (
        <Link to={`/chats/${id}/transfer`} onClick={onClose} className={tile}>
          <Face
            icon={ArrowRightLeft}
            label={t`Transfer`}
            className="bg-transfer text-on-transfer"
          />
        </Link>
      ) : null}
      {mayGive ? (
        <Link to={`/chats/${id}/packet`} onClick={onClose} className={tile}>
          <Face icon={Gift} label={t`Red packet`} className="bg-packet text-on-packet" />
        </Link>
      ) : null}
      {mayGive ? (
        <Link to={`/chats/${id}/bill`} onClick={onClose} className={tile}>
          <Face icon={ReceiptText} label={t`Split a bill`} className="bg-soft text-accent-text" />
        </Link>
      ) : null}
    </div>
  );
}
