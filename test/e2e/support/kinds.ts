import { createIds, secureRandom, systemClock, type ClientId } from '@plaza/base';
import type { CommentId, PostId } from '@plaza/base';
import type { CaseId, ConversationId, FavouriteId, ReminderId, ScheduleId } from '@plaza/base';
import type { Media, MessageBody } from '@plaza/contract';
import { makePng } from '../../../packages/server/src/kernel/files/testing-images.ts';
import { makeMp4, makeOgg } from '../../../packages/server/src/kernel/files/testing-media.ts';
import type { Person } from './people.ts';

const newId = createIds(systemClock, secureRandom);
const tus = { 'tus-resumable': '1.0.0', 'content-type': 'application/offset+octet-stream' };

/** Uploads bytes in one piece and takes them for what they are to be. */
export async function takeFile(
  origin: string,
  { token, api }: Person,
  { bytes, as }: { bytes: Buffer; as: Media['kind'] },
): Promise<Media> {
  const answer = await fetch(`${origin}/uploads`, {
    method: 'POST',
    headers: { ...tus, authorization: `Bearer ${token}`, 'upload-length': `${bytes.length}` },
    body: new Uint8Array(bytes),
  });
  const uploadId = answer.headers.get('location')?.split('/').at(-1);
  if (!answer.ok || uploadId === undefined) throw new Error(`no upload: ${await answer.text()}`);
  return (await api.media.takeUpload({ uploadId, as })).media;
}

async function filesOf(origin: string, person: Person): Promise<MessageBody[]> {
  const picture = makePng({ width: 64, height: 48 });
  const [image, video, audio, file] = await Promise.all([
    takeFile(origin, person, { bytes: picture, as: 'image' }),
    takeFile(origin, person, { bytes: makeMp4(), as: 'video' }),
    takeFile(origin, person, { bytes: makeOgg(), as: 'audio' }),
    takeFile(origin, person, { bytes: Buffer.from('a,b\n1,2\n'), as: 'file' }),
  ]);
  const { fileId, sizeBytes } = image;
  const size = { width: 64, height: 48 };
  const words = { placeholder: '', caption: 'Der neue Gemüsegarten, ganz oben' };
  const name = 'Wasserstandsmeldungen-der-Dachgartengemeinschaft-2026.csv';
  return [
    { type: 'photo', fileId, sizeBytes, thumbId: null, isOriginal: false, ...size, ...words },
    {
      ...{ type: 'video', fileId: video.fileId, sizeBytes: video.sizeBytes, posterId: fileId },
      ...{ ...size, ...words, durationMs: 2_000 },
    },
    {
      ...{ type: 'voice', fileId: audio.fileId, sizeBytes: audio.sizeBytes, durationMs: 2_000 },
      peaks: Array.from({ length: 40 }, (_, index) => (index * 7) % 32),
    },
    {
      ...{ type: 'file', fileId: file.fileId, sizeBytes: file.sizeBytes, name, caption: '' },
      contentType: 'text/csv',
    },
    {
      ...{ type: 'sticker', packId: null, stickerId: null, fileId, ...size },
      alt: 'A watering can',
    },
  ];
}

/** Says something of every kind in a group, changes some of it, and asks for this and that. */
export async function sayEverything(
  origin: string,
  [ana, wei, luz]: readonly [Person, Person, Person],
  conversationId: ConversationId,
): Promise<void> {
  const send = async ({ api }: Person, message: MessageBody): Promise<number> =>
    (await api.chat.sendMessage({ conversationId, clientId: newId<ClientId>(), message })).seq;
  for (const message of await filesOf(origin, ana)) await send(ana, message);
  const name = 'Mercado viejo, junto al puerto';
  await send(wei, { type: 'location', latitude: 48.2, longitude: 16.37, name });
  await send(ana, { type: 'contact', personId: wei.me.personId });
  const options = ['早上六点', 'Al anochecer, cuando ya no hace calor'];
  const poll = { type: 'poll', question: 'When do we water?', options } as const;
  const asked = await send(wei, { ...poll, multiple: false, anonymous: false });
  await luz.api.chat.votePoll({ conversationId, seq: asked, options: [1] });
  const said = await send(ana, { type: 'text', text: 'Who has teh key?' });
  const edit = { conversationId, seq: said, text: 'Who has the key?' };
  await ana.api.chat.editMessage({ ...edit, clientId: newId<ClientId>() });
  for (const { api } of [wei, luz]) {
    await api.chat.setReaction({ conversationId, seq: said, emoji: '👍' });
  }
  const taken = await send(wei, { type: 'text', text: 'not meant for here' });
  await wei.api.chat.recallMessage({ conversationId, seq: taken });
  await ana.api.chat.announce({ conversationId, text: 'The tap is closed on Sunday.' });
  await wei.api.chat.setNickname({ conversationId, nickname: '园丁' });
  const merged = { clientId: newId<ClientId>(), mode: 'merged' } as const;
  const from = { conversationId, seqs: [asked - 2, said] };
  await ana.api.chat.forwardMessages({ ...from, to: [conversationId], ...merged });
  const mentions = [ana.me.personId];
  await send(wei, { type: 'text', text: `@${ana.name} I have it`, mentions, replyTo: said });
  await plan(ana, conversationId, said);
  const subject = { kind: 'message', conversationId, seq: said } as const;
  const report = { subject, category: 'other', note: 'Not true' } as const;
  await luz.api.trust.report({ caseId: newId<CaseId>(), ...report });
}

/** What stands on the pages of one's own: something kept, planned and brought along. */
async function plan({ api }: Person, conversationId: ConversationId, seq: number): Promise<void> {
  const favouriteId = newId<FavouriteId>();
  await api.favourites.keepMessage({ favouriteId, conversationId, seq, tags: ['garden'] });
  const message = { type: 'text', text: 'Good morning, gardeners!' } as const;
  const sendAt = systemClock.nowMs() + 86_400_000;
  const at = new Date(sendAt).toISOString();
  const scheduled = { scheduleId: newId<ScheduleId>(), conversationId, message };
  await api.chat.scheduleMessage({ ...scheduled, sendAt: at });
  const reminder = { reminderId: newId<ReminderId>(), conversationId, seq, note: 'Ask again' };
  await api.chat.setReminder({ ...reminder, remindAt: at });
  await api.chat.setPreferences({
    quietHours: { from: '22:00', to: '07:00' },
    muteWords: ['lottery'],
  });
}

/** An archive of another messenger. */
export async function bringAlong({ api }: Person): Promise<ConversationId> {
  const asked = { clientId: newId<ClientId>(), name: 'Old friends', source: 'whatsapp' } as const;
  const { conversationId } = (await api.chat.beginImport(asked)).head.conversation;
  const sentAt = new Date(0).toISOString();
  const items = ['¿Quién viene?', 'Yo'].map((text) => ({ author: 'Rosa', text, sentAt }));
  await api.chat.addImported({ conversationId, from: 0, items });
  return conversationId;
}

/** Posts of the second of two friends, with photos and a place, and what they say below it. */
export async function postAndTalk(
  origin: string,
  [one, author]: readonly [Person, Person],
): Promise<PostId> {
  const size = { width: 64, height: 48 };
  const { fileId, sizeBytes } = await takeFile(origin, author, {
    ...{ bytes: makePng(size), as: 'image' },
  });
  const photo = { fileId, sizeBytes, thumbId: null, ...size, placeholder: '' };
  const { moments } = author.api;
  const audience = { kind: 'all' } as const;
  await moments.createPost({
    ...{ postId: newId<PostId>(), text: '今天的番茄', mentions: [], audience, place: null },
    attachment: { type: 'link', url: 'https://example.org/crane', title: 'The old crane is red' },
  });
  const postId = newId<PostId>();
  await moments.createPost({
    ...{ postId, mentions: [one.me.personId], audience },
    text: 'Wasserstandsmeldungen von der Dachgartengemeinschaft! https://example.org/roof',
    attachment: { type: 'photos', photos: Array.from({ length: 5 }, () => photo) },
    place: { name: 'Roof garden', latitude: 47.37, longitude: 8.54 },
  });
  const post = { authorId: author.me.personId, postId };
  await one.api.moments.like(post);
  const asked = await one.api.moments.comment({
    ...{ ...post, commentId: newId<CommentId>(), replyToId: null },
    text: '¿Quedan tomates para el sábado? https://example.org/a/very/long/address/of/a/page',
  });
  const replyToId = asked.comment.commentId;
  const answer = { ...post, commentId: newId<CommentId>(), text: '当然！', replyToId };
  await moments.comment(answer);
  return postId;
}
