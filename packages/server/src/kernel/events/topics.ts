import { assert } from '@plaza/base';

const word = '[A-Za-z0-9_-]+';
const topicExpression = new RegExp(`^${word}(\\.${word})*$`);
const patternExpression = new RegExp(`^${word}(\\.${word})*(\\.\\*)?$`);

/** A wrong topic would reach nobody, in silence: that is a mistake of the program. */
export function assertTopic(topic: string): void {
  assert(topicExpression.test(topic), `not a topic: ${topic}`);
}

export function assertPattern(pattern: string): void {
  assert(patternExpression.test(pattern), `not a pattern of topics: ${pattern}`);
}
