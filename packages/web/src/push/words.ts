import type { PushContent } from '@plaza/contract';

// The service worker has no catalogs: it wakes for a moment, and says a dozen things.

export type Locale = PushContent['locale'];
type What = NonNullable<Extract<PushContent, { kind: 'message' }>['what']>;

export type Words = {
  newMessage: string;
  newMessageOf: string;
  mentioned: string;
  gone: string;
  voiceCall: string;
  videoCall: string;
  answer: string;
  decline: string;
  request: string;
  requestOf: string;
  reminder: string;
  testTitle: string;
  testBody: string;
  someone: string;
  what: Partial<Record<What, string>>;
};

export const words: Record<Locale, Words> = {
  en: {
    newMessage: 'New message',
    newMessageOf: 'New message from {name}',
    mentioned: 'mentioned you',
    gone: 'A message was taken back',
    voiceCall: 'Incoming voice call',
    videoCall: 'Incoming video call',
    answer: 'Answer',
    decline: 'Decline',
    request: 'Somebody would like to be your contact',
    requestOf: '{name} would like to be your contact',
    reminder: 'Reminder',
    testTitle: 'It works',
    testBody: 'Notifications reach this device.',
    someone: 'Somebody',
    what: {
      photo: 'Photo',
      video: 'Video',
      file: 'File',
      voice: 'Voice message',
      sticker: 'Sticker',
      location: 'Place',
      poll: 'Poll',
      contact: 'Contact card',
      merged: 'Chat history',
      groupInvite: 'Invitation to a group',
      transfer: 'Transfer',
      transferSettled: 'Transfer settled',
      packet: 'Red packet',
      packetTaken: 'Red packet taken',
      bill: 'Shared bill',
      billReminder: 'A bill waits to be paid',
      callMissed: 'Missed call',
    },
  },
  es: {
    newMessage: 'Mensaje nuevo',
    newMessageOf: 'Mensaje nuevo de {name}',
    mentioned: 'te ha mencionado',
    gone: 'Se ha retirado un mensaje',
    voiceCall: 'Llamada de voz entrante',
    videoCall: 'Videollamada entrante',
    answer: 'Contestar',
    decline: 'Rechazar',
    request: 'Alguien quiere ser tu contacto',
    requestOf: '{name} quiere ser tu contacto',
    reminder: 'Recordatorio',
    testTitle: 'Funciona',
    testBody: 'Los avisos llegan a este dispositivo.',
    someone: 'Alguien',
    what: {
      photo: 'Foto',
      video: 'Vídeo',
      file: 'Archivo',
      voice: 'Mensaje de voz',
      sticker: 'Sticker',
      location: 'Lugar',
      poll: 'Encuesta',
      contact: 'Tarjeta de contacto',
      merged: 'Historial de chat',
      groupInvite: 'Invitación a un grupo',
      transfer: 'Transferencia',
      transferSettled: 'Transferencia resuelta',
      packet: 'Sobre rojo',
      packetTaken: 'Sobre rojo abierto',
      bill: 'Cuenta compartida',
      billReminder: 'Una cuenta espera tu pago',
      callMissed: 'Llamada perdida',
    },
  },
  zh: {
    newMessage: '新消息',
    newMessageOf: '{name}发来新消息',
    mentioned: '提到了你',
    gone: '一条消息已撤回',
    voiceCall: '语音来电',
    videoCall: '视频来电',
    answer: '接听',
    decline: '拒绝',
    request: '有人想加你为联系人',
    requestOf: '{name}想加你为联系人',
    reminder: '提醒',
    testTitle: '通知正常',
    testBody: '这台设备能收到通知。',
    someone: '有人',
    what: {
      photo: '[图片]',
      video: '[视频]',
      file: '[文件]',
      voice: '[语音]',
      sticker: '[表情]',
      location: '[位置]',
      poll: '[投票]',
      contact: '[名片]',
      merged: '[聊天记录]',
      groupInvite: '[群邀请]',
      transfer: '[转账]',
      transferSettled: '[转账结果]',
      packet: '[红包]',
      packetTaken: '[红包已领取]',
      bill: '[账单]',
      billReminder: '[账单待付款]',
      callMissed: '未接来电',
    },
  },
};
