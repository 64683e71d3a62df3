import fc from 'fast-check';
import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { readTimestamp } from './parsers.ts';

const whole = pg.types.getTypeParser(1184 as number) as (text: string) => Date;

describe('readTimestamp', () => {
  it('reads what PostgreSQL writes in UTC as the whole parser does (property)', () => {
    const range = { min: new Date('0001-01-01'), max: new Date('9999-12-31'), noInvalidDate: true };
    fc.assert(
      fc.property(fc.date(range), fc.integer({ min: 0, max: 999 }), (date, micros) => {
        const [day, time = ''] = date.toISOString().split(/[TZ]/);
        const fraction = `${time.slice(9)}${String(micros).padStart(3, '0')}`.replace(/0+$/, '');
        const text = `${day} ${time.slice(0, 8)}${fraction === '' ? '' : `.${fraction}`}+00`;
        expect(readTimestamp(text)).toEqual(whole(text));
        expect(readTimestamp(text)).toEqual(date);
      }),
    );
  });

  it.each([
    '2026-11-22 10:30:00.5+05:30',
    '2026-11-22 10:30:00-08',
    '12026-11-22 10:30:00+00',
    '0044-03-15 12:00:00+00 BC',
    'infinity',
  ])('leaves %s to the whole parser', (text) => {
    expect(readTimestamp(text)).toEqual(whole(text));
  });
});
