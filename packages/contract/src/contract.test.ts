import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { api, eventList, events, methods } from './api.ts';
import { clientFrame, serverFrame } from './frames.ts';
import { commonRefusals, refusals } from './refusals.ts';

describe('the contract', () => {
  it('names every method after its feature and verb', () => {
    for (const [feature, verbs] of Object.entries(api)) {
      for (const [verb, method] of Object.entries(verbs)) {
        expect(method.name).toBe(`${feature}.${verb}`);
      }
    }
  });

  it('names every event after its feature', () => {
    for (const [feature, told] of Object.entries(events)) {
      for (const [key, spec] of Object.entries(told)) expect(spec.name).toBe(`${feature}.${key}`);
    }
  });

  it('uses every refusal that it lists, and lists a method’s own only once', () => {
    // Uploads are a protocol of their own beside the methods, and are refused by it.
    const used = new Set<string>([...commonRefusals, 'quota_reached']);
    for (const method of methods) {
      expect(new Set(method.refusals).size).toBe(method.refusals.length);
      for (const name of method.refusals) used.add(name);
    }
    expect(Object.keys(refusals).filter((name) => !used.has(name))).toEqual([]);
  });

  it('limits every method, and by address where there is no session', () => {
    for (const { name, limit, auth } of methods) {
      expect(limit.person ?? limit.address, name).toBeDefined();
      if (auth === 'public') expect(limit.address, name).toBeDefined();
    }
  });

  it('refuses fields that an input does not know', () => {
    for (const { name, input } of methods) {
      expect(Compile(input).Check({ surely_unknown: 1 }), name).toBe(false);
    }
  });

  it('has schemas that compile', () => {
    for (const { output } of methods) Compile(output);
    for (const { payload } of eventList) Compile(payload);
    expect(Compile(clientFrame).Check({ t: 'ping' })).toBe(true);
    expect(Compile(serverFrame).Check({ t: 'pong' })).toBe(true);
  });
});
