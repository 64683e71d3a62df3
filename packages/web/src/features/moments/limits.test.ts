import {
  maxMomentCommentLength,
  maxMomentPhotos,
  maxMomentTextLength,
  maxMomentVideoMs,
} from '@plaza/contract';
import { expect, test } from 'vitest';
import { maxCommentLength, maxPhotos, maxTextLength, maxVideoMs } from './limits.ts';

test('the limits that screens know are those of the contract', () => {
  expect([maxTextLength, maxCommentLength, maxPhotos, maxVideoMs]).toEqual([
    maxMomentTextLength,
    maxMomentCommentLength,
    maxMomentPhotos,
    maxMomentVideoMs,
  ]);
});
