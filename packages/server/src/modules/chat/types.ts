import type { ClientId, ConversationId, PersonId } from '@plaza/base';
import type {
  Entry,
  EntryBody,
  LinkPreview,
  MessageBody,
  Poll,
  Reaction,
  ShownMessage,
} from '@plaza/contract';

export type Kind = 'direct' | 'group' | 'archive';
export type MaySend = 'yes' | 'not_contact' | 'blocked';

/** A recommended contact is stored by id; everything else as it is shown. */
export type StoredMessage = MessageBody | Exclude<ShownMessage, { type: 'contact' }>;

/** A message on its way into the log. */
export type NewMessage = {
  conversationId: ConversationId;
  senderId: PersonId;
  clientId: ClientId;
  message: StoredMessage;
  /** As it is told, where that is not as it is stored. */
  shown?: ShownMessage;
};

/**
 * What is stored of an entry. It names people by id: their cards are put in when it is read, so
 * that the log never keeps a name or a photo that its owner changed or had erased.
 */
export type StoredBody =
  | { type: 'message'; message: StoredMessage }
  | Extract<
      EntryBody,
      {
        type:
          | 'created'
          | 'renamed'
          | 'erased'
          | 'changed'
          | 'recalled'
          | 'expired'
          | 'announced'
          | 'muteAllSet'
          | 'joinApprovalSet'
          | 'timerSet'
          | 'dissolved'
          | 'callStarted'
          | 'callMissed';
      }
    >
  | (Omit<Extract<EntryBody, { type: 'callEnded' }>, 'people'> & { personIds: PersonId[] })
  | { type: 'membersAdded'; personIds: PersonId[]; via?: 'link' | 'invite' | 'faceToFace' }
  | { type: 'memberRemoved' | 'memberLeft' | 'ownerChanged'; personId: PersonId }
  | { type: 'roleChanged'; personId: PersonId; role: 'admin' | 'member' }
  | { type: 'nicknameSet'; personId: PersonId; nickname: string };

/** What later entries made of a message, as it is shown. */
export type StoredExtra = {
  editedAt?: string;
  reactions?: Reaction[];
  poll?: Poll;
  preview?: LinkPreview;
};

export type StoredEntry = Pick<Entry, 'seq' | 'senderId' | 'clientId' | 'at'> & {
  body: StoredBody;
  /** Null for what stays, and for what is gone already. */
  expiresAt: string | null;
  extra: StoredExtra | null;
};

export type How = Extract<EntryBody, { type: 'changed' }>['how'];

/** Contents that are in the log no longer; whoever keeps a copy or an index drops it. */
export type EntryGone = {
  conversationId: ConversationId;
  seqs: number[];
  why: 'recalled' | 'expired' | 'erased';
};

/** What processes tell each other of a committed entry. */
export type ToldEntry = {
  conversationId: ConversationId;
  version: number;
  entry: Entry;
  /** The entry that a `changed` one speaks of, as it was after that commit or later. */
  target?: Entry;
};
export type ToldTyping = { conversationId: ConversationId; version: number; personId: PersonId };

export const entryTopic = 'conversation';
export const typingTopic = 'typing';
/** Reactions that survive a crash between the shards of conversations and of people. */
export const membershipTopic = 'chat.membershipChanged';
export const judgeTopic = 'chat.directOpened';
export const goneTopic = 'chat.entryGone';
export const relationTopic = 'contacts.relationChanged';
