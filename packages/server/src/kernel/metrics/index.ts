export { createMetrics, type MetricsDeps } from './metrics.ts';
export type { Labels, Metrics } from './types.ts';
