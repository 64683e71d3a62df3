import { manualClock } from '@plaza/base';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './index.ts';

describe('metrics', () => {
  it('count calls by method, transport and result, and how long they took', async () => {
    const clock = manualClock();
    const metrics = createMetrics({ clock });
    const done = metrics.startCall('chat.sendMessage', 'socket');
    clock.advance(30);
    done('output');
    metrics.startCall('chat.sendMessage', 'http')('not_member');
    const text = await metrics.text();
    const call = 'method="chat.sendMessage",transport="socket"';
    expect(text).toContain(`plaza_calls_total{${call},result="output"} 1`);
    expect(text).toContain('transport="http",result="not_member"} 1');
    expect(text).toContain(`plaza_call_seconds_bucket{le="0.025",${call}} 0`);
    expect(text).toContain(`plaza_call_seconds_bucket{le="0.05",${call}} 1`);
    expect(text).toContain(`plaza_call_seconds_sum{${call}} 0.03`);
  });

  it('read gauges when asked, at once or later', async () => {
    const metrics = createMetrics({ clock: manualClock() });
    let sockets = 1;
    metrics.gauge('plaza_sockets', 'Open sockets.', () => sockets);
    metrics.gauge('plaza_jobs_waiting', 'Jobs.', async () => 7);
    expect(await metrics.text()).toContain('plaza_sockets 1');
    sockets = 5;
    const text = await metrics.text();
    expect(text).toContain('plaza_sockets 5');
    expect(text).toContain('plaza_jobs_waiting 7');
    expect(text).toContain('# HELP plaza_sockets Open sockets.');
  });

  it('take counters and histograms of others, with labels or without', async () => {
    const metrics = createMetrics({ clock: manualClock() });
    const count = metrics.counter('plaza_frames_total', 'Frames.', ['kind']);
    const plain = metrics.counter('plaza_gaps_total', 'Gaps.');
    const observe = metrics.histogram('plaza_batch', 'Rows.', { buckets: [1, 10] });
    count({ kind: 'event' });
    count({ kind: 'event' }, 4);
    plain({});
    observe({}, 3);
    const text = await metrics.text();
    expect(text).toContain('plaza_frames_total{kind="event"} 5');
    expect(text).toContain('plaza_gaps_total 1');
    expect(text).toContain('plaza_batch_bucket{le="1"} 0');
    expect(text).toContain('plaza_batch_bucket{le="10"} 1');
  });

  it('tell of the process, and keep two servers of one process apart', async () => {
    const [one, two] = [
      createMetrics({ clock: manualClock() }),
      createMetrics({ clock: manualClock() }),
    ];
    one.counter('plaza_gaps_total', 'Gaps.')({});
    expect(await one.text()).toMatch(/plaza_process_resident_memory_bytes \d+/);
    expect(await two.text()).not.toContain('plaza_gaps_total');
    expect(one.contentType).toContain('text/plain');
  });
});
