import type { Clock } from '@plaza/base';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { Metrics } from './types.ts';

export type MetricsDeps = { clock: Pick<Clock, 'monotonicMs'> };

/** From 1 ms, which a cached read takes, to 10 s, after which a client gives up. */
const callBuckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

/** Creates a registry of its own, so that two servers in one process never mix their numbers. */
export function createMetrics({ clock }: MetricsDeps): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry, prefix: 'plaza_' });
  const calls = new Counter({
    name: 'plaza_calls_total',
    help: 'Calls by method, transport and result.',
    labelNames: ['method', 'transport', 'result'],
    registers,
  });
  const durations = new Histogram({
    name: 'plaza_call_seconds',
    help: 'How long calls took.',
    labelNames: ['method', 'transport'],
    buckets: callBuckets,
    registers,
  });

  return {
    startCall(method, transport) {
      const startedMs = clock.monotonicMs();
      return (result) => {
        calls.inc({ method, transport, result });
        durations.observe({ method, transport }, (clock.monotonicMs() - startedMs) / 1000);
      };
    },
    gauge(name, help, read) {
      const gauge: Gauge = new Gauge({
        name,
        help,
        registers,
        collect: async () => gauge.set(await read()),
      });
    },
    counter(name, help, labels = []) {
      const counter = new Counter({ name, help, labelNames: [...labels], registers });
      return (values, count = 1) => counter.inc(values, count);
    },
    histogram(name, help, options = {}) {
      const { labels = [], buckets = callBuckets } = options;
      const settings = { name, help, labelNames: [...labels], buckets: [...buckets], registers };
      const histogram = new Histogram(settings);
      return (values, value) => histogram.observe(values, value);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
