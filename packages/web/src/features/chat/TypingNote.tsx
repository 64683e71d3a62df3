import { Plural, Trans } from '@lingui/react/macro';
import type { ConversationId } from '@plaza/base';
import type { State } from '@plaza/client';
import { personName } from './names.ts';

/** Who is typing, if anybody; the client forgets them in time. */
export function typistsOf(state: State, id: ConversationId): string[] {
  const typing = state.typing.get(id);
  if (typing === undefined) return [];
  const others = [...typing.keys()].filter((personId) => personId !== state.me?.personId);
  return others.map((personId) => personName(state, personId));
}

export function TypingNote({ names, isGroup }: { names: readonly string[]; isGroup: boolean }) {
  const [name] = names;
  if (!isGroup) return <Trans>typing …</Trans>;
  if (names.length === 1) return <Trans>{name} is typing …</Trans>;
  return <Plural value={names.length} one="# person is typing …" other="# people are typing …" />;
}
