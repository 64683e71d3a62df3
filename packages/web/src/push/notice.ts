import type { PushContent } from '@plaza/contract';
import { words, type Words } from './words.ts';

type Message = Extract<PushContent, { kind: 'message' }>;
type Ring = Extract<PushContent, { kind: 'ring' }>;

/** What a notification carries for the moment when somebody taps on it. */
export type NoticeData = {
  /** Where the app opens. */
  path: string;
  seq?: number;
  conversationId?: string;
  callId?: string;
};

/** A notification as the device shows it. */
export type Notice = {
  title: string;
  body: string;
  /** Notices of one tag take each other's place. */
  tag: string;
  data: NoticeData;
  silent?: boolean;
  renotify?: boolean;
  requireInteraction?: boolean;
  vibrate?: number[];
  actions?: { action: string; title: string }[];
};

const name = (text: string, by: string) => text.replace('{name}', by);

export const callTag = (callId: string) => `call:${callId}`;

function bodyOf(content: Message, say: Words): string {
  const { what, words: said, mentionsMe } = content;
  if (what === null) return mentionsMe ? say.mentioned : say.newMessage;
  const kind = say.what[what];
  if (kind === undefined) return said ?? say.newMessage;
  return said === null || said === '' ? kind : `${kind}: ${said}`;
}

/** Groups say their name and who writes; a direct conversation is called like the other person. */
function messageNotice(content: Message, say: Words): Notice {
  const { conversationId, seq, isGroup, by, title, what } = content;
  const body = bodyOf(content, say);
  // Where one is called by name there may be much before; else what is unread begins it.
  const place = content.mentionsMe ? `?at=${seq}` : '';
  const data = { path: `/chats/${conversationId}${place}`, conversationId, seq };
  const shared = { tag: conversationId, data, renotify: true };
  if (by === null) return { ...shared, title: 'Plaza', body: say.newMessage };
  if (isGroup && title !== null) {
    return { ...shared, title, body: `${by}: ${body}` };
  }
  if (what === null && !content.mentionsMe) {
    return { ...shared, title: by, body: name(say.newMessageOf, by) };
  }
  return { ...shared, title: by, body };
}

function ringNotice({ by, callId, conversationId, media }: Ring, say: Words): Notice {
  return {
    title: by ?? say.someone,
    body: media === 'video' ? say.videoCall : say.voiceCall,
    tag: callTag(callId),
    data: { path: `/chats/${conversationId}`, conversationId, callId },
    renotify: true,
    requireInteraction: true,
    vibrate: [400, 200, 400, 200, 400, 600, 400, 200, 400, 200, 400],
    actions: [
      { action: 'answer', title: say.answer },
      { action: 'decline', title: say.decline },
    ],
  };
}

/** What is to be shown for a push message; null: it only takes something away. */
export function noticeOf(content: PushContent): Notice | null {
  const say = words[content.locale];
  switch (content.kind) {
    case 'message':
      return messageNotice(content, say);
    case 'gone': {
      const { conversationId, seq } = content;
      const data = { path: `/chats/${conversationId}`, conversationId, seq };
      return { title: 'Plaza', body: say.gone, tag: conversationId, data, silent: true };
    }
    case 'ring':
      return ringNotice(content, say);
    case 'request': {
      const body = content.by === null ? say.request : name(say.requestOf, content.by);
      return { title: 'Plaza', body, tag: 'requests', data: { path: '/contacts/requests' } };
    }
    case 'reminder': {
      const { conversationId, seq, words: said } = content;
      const data = { path: `/chats/${conversationId}?at=${seq}` };
      const tag = `reminder:${conversationId}:${seq}`;
      return { title: say.reminder, body: said ?? say.newMessage, tag, data };
    }
    case 'test':
      return {
        ...{ title: say.testTitle, body: say.testBody, tag: 'test' },
        data: { path: '/me/notifications' },
        renotify: true,
      };
    case 'read':
    case 'ringOver':
      return null;
  }
}

/** The content of a push event; null for what this version does not know. */
export function readContent(json: unknown): PushContent | null {
  if (typeof json !== 'object' || json === null || !('v' in json) || json.v !== 1) return null;
  const content = json as PushContent;
  return content.locale in words ? content : null;
}
