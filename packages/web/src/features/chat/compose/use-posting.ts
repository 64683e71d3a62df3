import type { ClientId, ConversationId } from '@plaza/base';
import type { MediaMessage } from '@plaza/client';
import type { MessageBody } from '@plaza/contract';
import { useMemo } from 'react';
import { useClient } from '../../../state/index.ts';
import { keepLocal } from '../kinds/local-media.ts';
import { composingIn, stopComposing } from './composing.ts';

/** Adds the place of the message that is answered, once: the next message is new again. */
function asAnswer<T extends MessageBody>(id: ConversationId, message: T): T {
  const composing = composingIn(id);
  if (composing?.kind !== 'answer') return message;
  stopComposing(id);
  return { ...message, replyTo: composing.seq };
}

/** Sends into a conversation, as an answer where one was begun. */
export function usePosting(id: ConversationId) {
  const { commands, newId } = useClient();
  return useMemo(
    () => ({
      /** A message without new files. */
      say(message: MessageBody): void {
        void commands.send(id, asAnswer(id, message));
      },
      /** A message with files; this tab shows them at once. */
      async post({ message, parts }: MediaMessage): Promise<void> {
        const clientId = newId<ClientId>();
        keepLocal(clientId, parts);
        await commands.sendMedia(id, { message: asAnswer(id, message), parts }, clientId);
      },
    }),
    [commands, newId, id],
  );
}
