import { Type } from 'typebox';
import { event } from '../event.ts';
import { changing, reading } from '../limits.ts';
import { command, query } from '../method.ts';
import { conversationId, nothing, object, personId } from '../schema.ts';
import * as types from './types.ts';

export * from './types.ts';

const { call, callId, seatId, callMedia, callSignal, callSettings, relays } = types;

const mostInvited = types.maxCallPeople.voice - 1;
const invited = Type.Array(personId, { maxItems: mostInvited, uniqueItems: true });

/** Each rings on somebody's phone. */
const ringing = { person: { count: 40, perSeconds: 600 } };
/** Typed text comes several times a second, to each of the others. */
const talking = { person: { count: 1_500, perSeconds: 60 } };
const live = { auth: 'person', transport: 'both' } as const;

export const callsMethods = {
  start: command('calls.start', {
    summary:
      'Calls the other person, or members of a group. Where a call is under way in the ' +
      'conversation already, as when two people call each other at once, joins that one instead.',
    input: object({ callId, seatId, conversationId, media: callMedia, invite: invited }),
    output: object({ call }),
    refusals: [
      'conversation_unknown',
      'not_member',
      'not_contact',
      'blocked',
      'group_muted',
      'read_only',
      'line_busy',
      'call_full',
      'call_unknown',
      'newcomer_limit',
    ],
    ...live,
    limit: ringing,
  }),
  answer: command('calls.answer', {
    summary: 'Takes part in a call, on this device; my other devices stop ringing.',
    input: object({ callId, seatId }),
    output: object({ call }),
    refusals: ['call_unknown', 'call_over', 'call_full', 'line_busy', 'answered_elsewhere'],
    ...live,
    limit: changing,
  }),
  decline: command('calls.decline', {
    summary: 'Does not take a call that rings; on all of my devices.',
    input: object({ callId }),
    output: object({ call }),
    refusals: ['call_unknown'],
    ...live,
    limit: changing,
  }),
  leave: command('calls.leave', {
    summary: 'Hangs up on this device, or takes back a call that nobody answered yet.',
    input: object({ callId, seatId }),
    output: object({ call }),
    refusals: ['call_unknown'],
    ...live,
    limit: changing,
  }),
  invite: command('calls.invite', {
    summary: 'Rings more members of the group, or the same again.',
    input: object({ callId, people: invited }),
    output: object({ call }),
    refusals: ['call_unknown', 'call_over', 'call_full', 'not_group', 'not_member'],
    ...live,
    limit: ringing,
  }),
  keepAlive: command('calls.keepAlive', {
    summary: 'Says that this device is still in the call; every 10 s, gone after 60 s.',
    input: object({ callId, seatId }),
    output: object({ call }),
    refusals: ['call_unknown'],
    ...live,
    limit: changing,
  }),
  signal: command('calls.signal', {
    summary:
      'Tells a device in the same call what it needs for the direct way, in this order; nothing ' +
      'is kept.',
    input: object({
      callId,
      seatId,
      to: object({ personId, seatId }),
      signals: Type.Array(callSignal, { minItems: 1, maxItems: types.maxSignals }),
    }),
    output: nothing,
    refusals: ['call_unknown'],
    ...live,
    limit: talking,
  }),
  list: query('calls.list', {
    summary: 'Calls that ring for me or that I am in.',
    input: nothing,
    output: object({ calls: Type.Array(call) }),
    refusals: [],
    ...live,
    limit: reading,
  }),
  find: query('calls.find', {
    summary: 'The call that is under way in a conversation of mine, to join it.',
    input: object({ conversationId }),
    output: object({ call: Type.Union([call, Type.Null()]) }),
    refusals: ['conversation_unknown'],
    ...live,
    limit: reading,
  }),
  getRelays: query('calls.getRelays', {
    summary: 'The servers that help my device to find the others, with a password for minutes.',
    input: object({ callId }),
    output: relays,
    refusals: ['call_unknown'],
    ...live,
    limit: { person: { count: 60, perSeconds: 600 } },
  }),
  getSettings: query('calls.getSettings', {
    summary: 'How I want to be called, and whether this city has a relay.',
    input: nothing,
    output: object({ settings: callSettings, hasRelay: Type.Boolean() }),
    refusals: [],
    auth: 'person',
    limit: reading,
  }),
  setSettings: command('calls.setSettings', {
    summary: 'Changes how I want to be called.',
    input: callSettings,
    output: object({ settings: callSettings }),
    refusals: [],
    auth: 'person',
    limit: changing,
  }),
} as const;

export const callsEvents = {
  changed: event('calls.changed', {
    channel: 'ephemeral',
    summary: 'A call of mine rings, was answered, changed or ended; carries all of it.',
    payload: object({ call }),
  }),
  signalled: event('calls.signalled', {
    channel: 'ephemeral',
    summary: 'A device in the same call tells mine something; only the seat that is named cares.',
    payload: object({
      callId,
      from: object({ personId, seatId }),
      seatId,
      signal: callSignal,
    }),
  }),
} as const;
